const CHECK_EVERY_MS = 500;

/**
 * Ends this environment when the emulator that started it is gone, whatever the handler waits for.
 *
 * Linux could do it by PR_SET_PDEATHSIG, but that fires when the *thread* that forked ends, and the emulator starts
 * environments from threads that live for one invocation.
 */
function exitWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      process.kill(process.pid, 'SIGKILL');
    }
  }, CHECK_EVERY_MS).unref();
}

module.exports = { exitWithParent };
