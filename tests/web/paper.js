/*
 * paper.js - the receipt and the status of a message as they are printed: the
 * code and what is said of it, and nothing that only a screen can use.
 */
'use strict';

const path = require('path');
const { BUILD } = require('./installation');
const tap = require('./tap');

/* Half a sheet of A4, in CSS pixels, without the margins. */
const PAPER = { width: 480, height: 680 };

/* What is to be seen: controls, links, the exit, and boxes beyond the paper. */
function seen() {
	const shown = (e) => e.checkVisibility ? e.checkVisibility() :
	    e.offsetParent !== null;
	const all = (selector) => Array.from(document.querySelectorAll(selector))
	    .filter((e) => shown(e) && e.getClientRects().length > 0);
	const code = all('output')[0];
	const style = code && getComputedStyle(code);

	return { useless: all('a,button,input,textarea,select,label,form,' +
		'header,footer').map((e) => e.outerHTML.slice(0, 80)),
		wide: all('main *').filter((e) =>
			e.getBoundingClientRect().right > innerWidth)
		    .map((e) => e.outerHTML.slice(0, 80)),
		text: document.querySelector('main').innerText,
		code: code && { size: parseFloat(style.fontSize),
			font: style.fontFamily,
			lines: code.getClientRects().length === 1 &&
			    code.getBoundingClientRect().height <
			    3 * parseFloat(style.fontSize) },
		cut: all('.card,.now').filter((e) =>
			getComputedStyle(e).breakInside !== 'avoid').length };
}

/* Looks at the page that is open as a printer does, and saves it as a PDF. */
async function paper(page, name) {
	await page.emulateMedia({ media: 'print' });
	const was = page.viewportSize();
	await page.setViewportSize(PAPER);
	const s = await page.evaluate(seen);
	await page.screenshot({ fullPage: true,
		path: path.join(BUILD, 'shots', `${name}-paper.png`) });
	await page.pdf({ format: 'A5',
		path: path.join(BUILD, 'shots', `${name}.pdf`) });
	await page.setViewportSize(was);
	await page.emulateMedia({ media: null });

	tap.none(s.useless, `${name} on paper: nothing that only a screen uses`);
	tap.none(s.wide, `${name} on paper: as wide as the paper`);
	tap.is(s.cut, 0, `${name} on paper: no card is cut`);
	return s;
}

/* The code must be what stands out: 18 points or more, in one line. */
async function paperReceipt(page, name, code) {
	const s = await paper(page, name);

	tap.ok(s.text.includes(code) && s.code && s.code.lines &&
	    s.code.size >= 24 && /mono/.test(s.code.font),
	    `${name} on paper: the code is large and whole`, s.code);
}

/* Pages of a PDF as Chromium writes it. */
function pages(pdf) {
	return (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length;
}

/* A poster fills one sheet of A4 and no more, in every language. */
async function posters(browser, g, languages) {
	const page = await browser.newPage({ viewport: { width: 794, height: 1123 } });

	for (const lang of languages)
		for (const box of ['lijn', 'inspectie']) {
			const name = `poster-${box}-${lang}`;
			const html = g.tool('poster', box, '--lang', lang);

			await page.setContent(html);
			await page.screenshot({ path: path.join(BUILD, 'shots',
			    name + '.png') });
			const pdf = await page.pdf({ format: 'A4',
				path: path.join(BUILD, 'shots', name + '.pdf'),
				preferCSSPageSize: true, printBackground: true });
			tap.is(pages(pdf), 1, `${name}: one sheet of A4`);
		}
	await page.close();
}

module.exports = { posters, paper, paperReceipt };
