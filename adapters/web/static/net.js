// Talking to the server: one way to send, and ids that let it recognise what it has had before.

const page = document.body.dataset;

export const me = page.as;
export const here = page.in;

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Resolves to {ok, data} or {ok: false, problem}; never throws. What got no answer is tried again with the same id.
export async function send(method, path, body) {
  const request = {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ as: me, in: here, ...body }),
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(`/playground${path}`, request);
      const data = await response.json().catch(() => ({}));
      if (response.ok) return { ok: true, data };
      return { ok: false, problem: data.error || "The playground did not accept that. Try again in a moment." };
    } catch {
      if (attempt === 3) {
        return { ok: false, problem: "The playground cannot be reached. Your words are still here; send them again." };
      }
      await new Promise((resolve) => setTimeout(resolve, 400 * attempt));
    }
  }
}

// The server's own HTML, in which everything people wrote is escaped already. Scripts in it would not run.
export function elementOf(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}

export function announce(words) {
  document.querySelector("[data-announce]").textContent = words;
}

export function showProblem(words, where = document) {
  const place = where.querySelector("[data-problem]");
  place.textContent = words;
  place.hidden = !words;
}
