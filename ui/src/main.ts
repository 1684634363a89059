/** Starts the window. */
import './lib/style/index.css';

import { mount } from 'svelte';

import App from './App.svelte';
import { language } from './lib/messages';

// The page says its language before the workspace has said which.
language.set(language.current);

const target = document.getElementById('app');
if (target) mount(App, { target });
