// @ts-check
import { RequestFailed, giveFeedback, withdrawFeedback } from "./api.js";
import { element, present } from "./dom.js";
import { ago } from "./format.js";

/** @typedef {import("./api.js").FeedbackItem} FeedbackItem */

const LONGEST_COMMENT = 1000;

/**
 * What a reader said of a pair, and the means to say it.
 *
 * @param {string} pair key `a:b`
 * @param {FeedbackItem | null} feedback
 */
export function feedbackSection(pair, feedback) {
  const section = element("div", { class: "feedback" });
  show(feedback);
  return section;

  /** @param {FeedbackItem | null} now */
  function show(now) {
    const comment = element("input", {
      type: "text",
      maxlength: LONGEST_COMMENT,
      placeholder: "Why (optional)",
      "aria-label": "Why",
    });
    comment.value = now?.comment ?? "";
    const accept = () => giveFeedback(pair, "accepted", comment.value);
    const reject = () => giveFeedback(pair, "rejected", comment.value);
    section.replaceChildren(
      ...present([
        element("h3", {}, ["Could they?"]),
        now === null ? null : element("p", { class: "quiet" }, [feedbackWords(now, Date.now())]),
        comment,
        element("div", { class: "feedback-buttons" }, [
          button("Accept", now?.verdict === "accepted", accept),
          button("Reject", now?.verdict === "rejected", reject),
          now === null ? null : button("Withdraw", null, () => withdrawFeedback(pair)),
        ]),
      ]),
    );
  }

  /** @param {string} name @param {boolean | null} isPressed @param {() => Promise<FeedbackItem | null>} send */
  function button(name, isPressed, send) {
    const pressed = isPressed === null ? null : String(isPressed);
    const made = element("button", { type: "button", "aria-pressed": pressed }, [name]);
    made.addEventListener("click", async () => {
      section.querySelector(".warning")?.remove();
      made.disabled = true;
      try {
        show(await send());
      } catch (error) {
        made.disabled = false;
        const problem =
          error instanceof RequestFailed ? error.message : "The console does not respond; try again.";
        section.append(element("p", { class: "warning", role: "alert" }, [problem]));
      }
    });
    return made;
  }
}

/**
 * What was said, by whom and when, in a sentence.
 *
 * @param {Pick<FeedbackItem, "verdict" | "source" | "givenAt">} feedback
 * @param {number} now Unix time in milliseconds
 */
export function feedbackWords({ verdict, source, givenAt }, now) {
  const said = verdict === "accepted" ? "Accepted" : "Rejected";
  const hidden = verdict === "rejected" ? "; hidden until more speaks for it" : "";
  return `${said} by ${source}, ${ago(now - Date.parse(givenAt))}${hidden}.`;
}
