import fc from 'fast-check';
import { escapeHtml, html, trusted } from '../../../console/ui/html';

/** What a browser makes of escaped text. */
const read = (escaped: string): string =>
  escaped.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
  );

describe('html', () => {
  it('lets no text begin an element or end an attribute, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { text: markup } = html`<p title="${text}">${text}</p>`;
        const inside = markup.slice('<p title="'.length, -'</p>'.length).split('">');
        expect(inside).toHaveLength(2);
        expect(inside.join('')).not.toMatch(/[<>"']/);
        expect(inside.map(read)).toEqual([text, text]);
      }),
    );
  });

  it('keeps markup that it made, and only that', () => {
    const inner = html`<b>${'<i>'}</b>`;
    expect(html`<p>${inner}${[inner, trusted('<hr>')]}</p>`.text).toBe('<p><b>&lt;i&gt;</b><b>&lt;i&gt;</b><hr></p>');
    expect(html`${{ text: '<b>' } as never}`.text).not.toContain('<b>');
  });

  it('leaves nothing of what is not there, and the number 0', () => {
    expect(html`[${undefined}${null}${false}${0}]`.text).toBe('[0]');
    expect(escapeHtml('a & b')).toBe('a &amp; b');
  });
});
