import type { SentMail } from './sent-mails';

/** All mails on one page, the newest first; each in a frame of its own that may run nothing. */
export function mailPage(mails: readonly SentMail[]): string {
  const entries = [...mails].reverse().map(
    ({ at, from, to, subject, html, text }) => `
    <article>
      <h2>${escaped(subject)}</h2>
      <p>from ${escaped(from)} to ${escaped(to.join(', '))}, <time>${escaped(at)}</time></p>
      <iframe sandbox srcdoc="${escaped(html === '' ? `<pre>${escaped(text)}</pre>` : html)}"></iframe>
    </article>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
  <title>Mails of the local shop</title>
  <style>
    body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
    article { border: 1px solid #ccc; border-radius: 6px; padding: 0 1rem 1rem; margin: 1rem 0; }
    iframe { border: 0; width: 100%; height: 11rem; }
  </style>
</head>
<body>
  <h1>${mails.length} mails</h1>${entries.join('')}
</body>
</html>
`;
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
