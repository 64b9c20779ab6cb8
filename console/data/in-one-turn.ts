/**
 * The same question, asked by several parts of a page in one turn of the event loop, goes out once. Whoever asks later, as
 * after an act, gets an answer of its own.
 */
export function inOneTurn<Question, Answer>(
  ask: (question: Question) => Promise<Answer>,
): (question: Question) => Promise<Answer> {
  const asked = new Map<string, Promise<Answer>>();
  return (question) => {
    const key = JSON.stringify(question);
    const found = asked.get(key);
    if (found !== undefined) {
      return found;
    }
    const answer = ask(question);
    asked.set(key, answer);
    setImmediate(() => asked.delete(key));
    return answer;
  };
}
