/** Roles that the sign-in page offers, as the console knows them. */
export const LOCAL_ROLES = ['operator', 'viewer'] as const;

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const STYLE = `
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 14vh auto; padding: 0 1rem }
label, fieldset { display: block; margin: 0 0 1rem } fieldset { border: 0; padding: 0 }
input[type=text] { display: block; width: 100%; padding: .5rem; font: inherit; box-sizing: border-box }
button { padding: .5rem 1rem; font: inherit } small { display: block; margin-left: 1.6rem; opacity: .8 }`;

/** @param request what the console asked for, handed on as it came */
export const signInPage = (request: URLSearchParams): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>Sign in · local identity provider</title><style>${STYLE}</style></head><body>
<h1>Sign in</h1>
<p>This is the identity provider of the local run. It believes what you say.</p>
<form method="post" action="/authorize">
${[...request].map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`).join('\n')}
<label>Your name <input type="text" name="login" value="ada" required pattern="[\\w .@\\-]{1,64}" autocomplete="username"></label>
<fieldset><legend>Come in as</legend>
${LOCAL_ROLES.map(
  (role, index) =>
    `<label><input type="radio" name="role" value="${role}"${index === 0 ? ' checked' : ''}> ${role}<small>${MEANING[role]}</small></label>`,
).join('\n')}
</fieldset>
<button>Sign in</button>
</form></body></html>`;

const MEANING: { readonly [role in (typeof LOCAL_ROLES)[number]]: string } = {
  operator: 'sees everything, and may act',
  viewer: 'sees everything, and changes nothing',
};
