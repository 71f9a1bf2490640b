/*
 * pages.js - every page there is, and how a browser gets to it.
 */
'use strict';

const STORY = 'Niemand belt terug.\n\nIk vroeg het <b>drie</b> keer & ' +
    '"morgen" \u{1f600} \u0645\u0631\u062d\u0628\u0627 100% a+b=c';
/* What the check page asks about. */
const FOUND = ' Bel 06 12345678, ik heet Noor, Kerkstraat 12.';

async function press(page, step) {
	const [answer] = await Promise.all([page.waitForNavigation(),
		page.click(`button[name=step][value=${step}]`)]);

	return answer;
}

/* What becomes of the message with that code. */
async function look(page, g, lang, code) {
	await page.goto(g.url + `/${lang}/code`);
	await page.fill('input[name=code]', code);
	const [answer] = await Promise.all([page.waitForNavigation(),
		page.click('main form button[type=submit]')]);

	return answer;
}

/* Every page there is: its name, and how to get its answer in a browser. */
function allPages(lang) {
	const form = `/${lang}/feedback`;
	const go = (where) => (page, g) => page.goto(g.url + where);
	const then = async (page, g, text, step) => {
		await page.goto(g.url + form);
		await page.fill('#text', text);
		return press(page, step);
	};

	return {
		'start': go(`/${lang}/`),
		'form': go(form),
		'line': go(`/${lang}/lijn`),
		'privacy': go(`/${lang}/privacy`),
		'safe': go(`/${lang}/veilig`),
		'answers': go(`/${lang}/antwoord`),
		'inspection': go(`/${lang}/inspectie`),
		'polite': go(`/${lang}/ouders`),
		'closed': go(`/${lang}/avond`),
		'carried': async (page, g) => {
			await page.goto(g.url + form);
			await page.fill('#text', STORY);
			await page.evaluate((to) => {
				document.querySelector('form').action = to;
			}, `/${lang}/avond`);
			return press(page, 'check');
		},
		'missing': go(`/${lang}/bestaat-niet`),
		'empty': (page, g) => then(page, g, ' ', 'send'),
		'long': (page, g) => then(page, g, 'x'.repeat(8001), 'send'),
		'check': (page, g) => then(page, g, STORY + lang, 'check'),
		'found': (page, g) => then(page, g, STORY + lang + FOUND, 'check'),
		'cleaned': async (page, g) => {
			await then(page, g, STORY + lang + FOUND, 'check');
			return press(page, 'clean');
		},
		'receipt': (page, g) => then(page, g, STORY + lang, 'send'),
		'code': go(`/${lang}/code`),
		'unknown': (page, g) => look(page, g, lang,
		    '0000-0000-0000-0000'),
		'status': async (page, g) => {
			await then(page, g, STORY + lang, 'send');
			return look(page, g, lang,
			    (await page.textContent('output#code')).trim());
		},
	};
}

module.exports = { allPages, look, press, FOUND, STORY };
