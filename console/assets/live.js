// Keeps a page as it is now: the server sends parts of it when they change. Without this script every page still works.

const connection = document.getElementById('connection');
const address = document.body.dataset.stream;

const say = (text) => {
  if (connection !== null) {
    connection.textContent = text;
  }
};

/** A part that somebody is in the middle of using stays; the next change comes soon. */
const isInUse = (element) =>
  element.contains(document.activeElement) &&
  document.activeElement.matches('input, select, textarea, button, summary');

const openDetails = (element) => [...element.querySelectorAll('details[open]')].map((details) => details.id);

/** The value of a box says nothing, and is not its default when none is written down. */
const isTouched = (field) =>
  field.type === 'checkbox' ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;

/**
 * What was typed and not sent, by the id of its field: a part that comes anew keeps it, and in its form what is hidden, which
 * says what the page has shown to who typed.
 */
const typed = (element) =>
  [...element.querySelectorAll('textarea[id], input[id]')].filter(
    (field) =>
      isTouched(field) ||
      (field.type === 'hidden' && [...field.form.querySelectorAll('textarea, input')].some(isTouched)),
  );

const replace = ({ id, markup }) => {
  const element = document.getElementById(id);
  if (element === null || element.dataset.markup === markup || isInUse(element)) {
    return;
  }
  const open = openDetails(element);
  const fields = typed(element);
  element.innerHTML = markup;
  element.dataset.markup = markup;
  for (const detail of open) {
    document.getElementById(detail)?.setAttribute('open', '');
  }
  for (const { id: field, value, checked } of fields) {
    const successor = document.getElementById(field);
    // A tick is for the sentence beside it: where another one stands by now, it has to be ticked anew.
    if (successor !== null && (successor.type !== 'checkbox' || successor.value === value)) {
      successor.value = value;
      successor.checked = checked;
    }
  }
};

let source;
let isOver = false;

const listen = () => {
  source = new EventSource(address);
  source.addEventListener('open', () => say('Live'));
  source.addEventListener('error', () =>
    say(
      source.readyState === EventSource.CLOSED
        ? 'Not live any more: load the page again'
        : 'Connection lost, trying again …',
    ),
  );
  source.addEventListener('part', (event) => replace(JSON.parse(event.data)));
  source.addEventListener('minutes', (event) => {
    document.dispatchEvent(new CustomEvent('minutes', { detail: JSON.parse(event.data) }));
  });
  source.addEventListener('end', () => {
    isOver = true;
    source.close();
    say('Nothing more to come');
  });
};

if (address !== undefined) {
  listen();
  // A page in the background asks for nothing. Whoever comes back finds what was typed, and all else as it is by then.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      source.close();
    } else if (!isOver && source.readyState === EventSource.CLOSED) {
      listen();
    }
  });
}

// An act is sent once, however often the button is pressed, and says that it is on its way.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = '';
  for (const button of form.querySelectorAll('button')) {
    button.setAttribute('aria-disabled', 'true');
  }
});
// Coming back with the browser's button finds the form as it was left.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('button')) {
      button.removeAttribute('aria-disabled');
    }
  }
});
