// What every page of the wall does: hears of changes, walks by keys.
import "./wall.css";
import "./pages.css";
import "./forecasts.css";
import { listen } from "./live.js";
import { wireKeys } from "./keys.js";
import { wireCourse } from "./course.js";

wireKeys();
wireCourse();
if (document.body.dataset.live !== undefined && document.body.dataset.past === undefined) listen(document.body.dataset.live);
