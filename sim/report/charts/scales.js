/** Numbers into pixels, and numbers and months into words. */

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"];

/**
 * Return a function from numbers to pixels.
 * @param {number[]} domain [from, to]
 * @param {number[]} range [from, to]
 */
export function linear(domain, range) {
  const slope = (range[1] - range[0]) / (domain[1] - domain[0] || 1);
  return (value) => range[0] + (value - domain[0]) * slope;
}

/** Write a number with a sign: +0.51, −0.20, 0.00. */
export function signed(value, digits = 2) {
  const text = Math.abs(value).toFixed(digits);
  if (!/[1-9]/.test(text)) return text;
  return `${value < 0 ? "−" : "+"}${text}`;
}

/** Write a number without a plus; a minus is a minus, not a hyphen. */
export function plain(value, digits = 2) {
  return signed(value, digits).replace("+", "");
}

/** Write a parameter's value as its file would, in at most six figures. */
export function short(value) {
  return String(Number(Number(value).toPrecision(6))).replace("-", "−");
}

/** Write a whole number with its thousands apart. */
export function thousands(value) {
  return Math.round(value).toLocaleString("en-US");
}

/** Write a share as per cent, as the shell does; only none is 0 % and only all are 100 %. */
export function percent(share) {
  const exact = 100 * share;
  const up = Math.round(exact);
  const written = up - exact === 0.5 && up % 2 ? up - 1 : up; // a half goes to the even one
  if (written === 0 && share > 0) return "<1 %";
  if (written === 100 && share < 1) return ">99 %";
  return `${written} %`;
}

/** Write "2014-11" as "November 2014". */
export function monthInWords(month) {
  return `${MONTHS[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;
}

/** Write "2014-11" as "Nov 2014". */
export function monthInShort(month) {
  return `${MONTHS[Number(month.slice(5, 7)) - 1].slice(0, 3)} ${month.slice(0, 4)}`;
}

/** Write "2014-03-18" as "18 March 2014". */
export function dayInWords(date) {
  return `${Number(date.slice(8, 10))} ${monthInWords(date)}`;
}

/**
 * Return the years to mark: positions of Januaries with their labels, thinned to what fits.
 * @param {string[]} months "2013-01", ...
 * @param {number} width Pixels that the axis has.
 */
export function yearsOf(months, width) {
  const januaries = months.map((month, k) => [k, month])
    .filter(([, month]) => month.endsWith("-01"));
  const step = Math.max(1, Math.ceil(januaries.length / Math.max(2, Math.floor(width / 46))));
  const years = januaries.filter((_, k) => k % step === 0)
    .map(([k, month]) => ({ at: k, words: month.slice(0, 4) }));
  return years.length ? years : [{ at: 0, words: monthInShort(months[0]) }];
}

/** Return the month that a page opens with: a little before two thirds of the period. */
export function firstMonth(months) {
  return Math.round(0.63 * (months.length - 1)); // judgement: of the article, November 2014
}

/** Return where a dated event stands on an axis whose unit is the month. */
export function placeOf(event) {
  return event.month + (Number(event.date.slice(8, 10)) - 1) / 31 - 0.5;
}

/**
 * Move positions apart, in order, so that none is nearer than a gap to the next.
 * @param {number[]} positions
 * @param {number} gap
 * @param {number[]} limits [low, high]
 */
export function spread(positions, gap, limits) {
  const order = positions.map((_, k) => k).sort((i, j) => positions[i] - positions[j]);
  const placed = [];
  for (const k of order) placed.push(Math.max(positions[k], (placed.at(-1) ?? -Infinity) + gap));
  for (let k = placed.length - 1; k >= 0; k -= 1) {
    const most = k === placed.length - 1 ? limits[1] : placed[k + 1] - gap;
    placed[k] = Math.min(placed[k], most);
  }
  const result = [];
  order.forEach((k, rank) => { result[k] = Math.max(placed[rank], limits[0]); });
  return result;
}

/** Return the largest absolute value in lists of numbers, at least so much. */
export function largest(lists, least = 0) {
  let most = least;
  for (const list of lists) for (const value of list) most = Math.max(most, Math.abs(value));
  return most;
}

/** Return a round number that is no less: 0.12, 0.3, 1.5, 2. */
export function rounder(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
  const step = steps.find((times) => times * power >= value * (1 - 1e-9));
  return Number((step * power).toPrecision(2));
}
