const { randomBytes } = require('node:crypto');
const { createSocket } = require('node:dgram');

const HEADER = '{"format":"json","version":1}\n';

/**
 * Writes the segment of a function at work, which in AWS is Lambda's to write: what the function itself sends hangs below
 * it. Nobody waits for it, and nothing comes of its errors.
 *
 * @param address of the daemon; without one nothing is traced
 */
function createTracing(address, functionName) {
  const [host, port] = (address ?? '').split(':');
  if (!port) {
    return { begin: (header) => ({ header, end: () => undefined }) };
  }
  const socket = createSocket('udp4');
  socket.on('error', () => undefined);
  socket.unref();
  const send = (segment) => socket.send(HEADER + JSON.stringify(segment), Number(port), host, () => undefined);
  let isCold = true;

  return {
    /** The emulator begins a trace with each invocation, so this segment is its root. */
    begin(header, { requestId, functionArn }) {
      const [, root] = /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/.exec(header ?? '') ?? [];
      if (root === undefined) {
        return { header, end: () => undefined };
      }
      const segment = {
        trace_id: root,
        id: randomBytes(8).toString('hex'),
        name: functionName,
        origin: 'AWS::Lambda::Function',
        start_time: Date.now() / 1_000,
        aws: { request_id: requestId, resource_arn: functionArn },
        annotations: { coldStart: isCold },
      };
      isCold = false;
      send({ ...segment, in_progress: true });
      return {
        header: `Root=${root};Parent=${segment.id};Sampled=1`,
        end: (hasFailed) => send({ ...segment, end_time: Date.now() / 1_000, ...(hasFailed ? { fault: true } : {}) }),
      };
    },
  };
}

module.exports = { createTracing };
