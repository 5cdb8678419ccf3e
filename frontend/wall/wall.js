// What every page of the wall does: hears of changes, walks by keys, turns its sides, shows other days.
import "./wall.css";
import "./sides.css";
import "./pages.css";
import "./forecasts.css";
import { listen } from "./live.js";
import { wireDays } from "./days.js";
import { wireKeys } from "./keys.js";
import { wireSides } from "./sides.js";
import { wireCourse } from "./course.js";

wireKeys();
wireSides();
wireDays();
wireCourse();
if (document.body.dataset.live !== undefined && document.body.dataset.past === undefined) listen(document.body.dataset.live);
