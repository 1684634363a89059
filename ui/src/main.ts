/** Starts the window. */
import './lib/style/index.css';

import { mount } from 'svelte';

import App from './App.svelte';
import { language } from './lib/messages';
import { route } from './lib/route';
import { SCREENS } from './screen';

// The page says its language before the workspace has said which.
language.set(language.current);

// The first screen and its fonts come while the core is asked what is open: nothing is painted without them, so they
// are not waited for one after the other. What fails here is asked for, and said, again where it is needed.
SCREENS[route.current.place]?.().catch(() => undefined);
for (const weight of [400, 500, 600]) void document.fonts.load(`${String(weight)} 1em "Showrunner Figures", "Be Vietnam Pro"`, 'aạ1').catch(() => undefined);

const target = document.getElementById('app');
if (target) mount(App, { target });
