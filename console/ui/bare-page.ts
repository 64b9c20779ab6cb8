import { ASSETS } from '../http/assets';
import { type Child, type Html, html } from './html';

/** A page outside of the console: before a person is known, or when nothing else can be shown. */
export const page = (title: string, body: Child): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Order console</title>
<link rel="icon" href="${ASSETS.icon}">
<link rel="stylesheet" href="${ASSETS.style}">
</head>
<body class="bare">
<main><h1>${title}</h1>${body}</main>
</body>
</html>`;
