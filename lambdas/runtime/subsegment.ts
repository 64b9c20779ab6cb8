import { tracer } from './powertools';

/**
 * Runs work inside a subsegment of the trace, under which its outside calls appear and by whose annotations it can be
 * found. Lambda's own segment is closed for annotations.
 */
export async function inSubsegment<Result>(
  name: string,
  annotations: Readonly<Record<string, string>>,
  work: () => Promise<Result>,
): Promise<Result> {
  const segment = tracer.getSegment();
  const subsegment = segment?.addNewSubsegment(name);
  if (segment === undefined || subsegment === undefined) {
    return work(); // no trace reached this function
  }

  tracer.setSegment(subsegment);
  for (const [key, value] of Object.entries(annotations)) {
    tracer.putAnnotation(key, value);
  }
  try {
    return await work();
  } catch (error) {
    tracer.addErrorAsMetadata(error as Error);
    throw error;
  } finally {
    subsegment.close();
    tracer.setSegment(segment);
  }
}
