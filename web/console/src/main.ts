import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import './map/map.css';
import { prefs } from './lib/prefs.svelte.ts';
import { language } from './text/text.svelte.ts';

prefs.apply();
language.set(language.now);
mount(App, { target: document.getElementById('app')! });
