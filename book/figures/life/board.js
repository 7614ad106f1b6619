// A board as a text for the address: a letter for six squares.

export const SIDE = 32;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const SQUARES = 6; // of a letter
const LENGTH = Math.ceil((SIDE * SIDE) / SQUARES);

/** Returns a board, a flat list of 0 and 1, as a text; what is dead at the end is left out. */
export function textOf(board) {
  let text = "";
  for (let at = 0; at < board.length; at += SQUARES) {
    let code = 0;
    for (let k = 0; k < SQUARES; k++) code = 2 * code + (board[at + k] ? 1 : 0);
    text += LETTERS[code];
  }
  return text.replace(/A+$/, "");
}

/** Returns the board of a text. */
export function boardOf(text) {
  const board = new Array(SIDE * SIDE).fill(0);
  [...text].forEach((letter, i) => {
    const code = LETTERS.indexOf(letter);
    for (let k = 0; k < SQUARES && SQUARES * i + k < board.length; k++) {
      board[SQUARES * i + k] = (code >> (SQUARES - 1 - k)) & 1;
    }
  });
  return board;
}

/** Returns what can be read of a text from an address. */
export const readable = (text) => text.replace(/[^\w-]/g, "").slice(0, LENGTH);
