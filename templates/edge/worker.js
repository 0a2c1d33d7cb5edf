// An optional edge worker: who asks for Markdown gets a page's twin. Everything else passes through.
// Fits Cloudflare Workers and others that speak the Fetch API. The page and its twin are told apart
// in caches by `Vary: Accept`. `python bench/site_edge.py` tries it under node.

const weight = (accept, kind) => {
  for (const part of accept.toLowerCase().split(",")) {
    const [name, ...options] = part.split(";").map((one) => one.trim());
    if (name === kind) {
      const q = options.find((one) => one.startsWith("q="));
      return q ? Number(q.slice(2)) : 1;
    }
  }
  return 0;
};

const varied = (headers) => {
  const names = (headers.get("Vary") || "").split(",").map((one) => one.trim().toLowerCase());
  if (!names.includes("accept")) headers.append("Vary", "Accept");
  return headers;
};

export default {
  async fetch(request, env) {
    const origin = env && env.ASSETS ? env.ASSETS : { fetch };
    const accept = request.headers.get("Accept") || "";
    const url = new URL(request.url);
    const markdown = weight(accept, "text/markdown");
    const wants = markdown > 0 && markdown >= weight(accept, "text/html");
    const page = url.pathname.endsWith("/");
    if (!wants || !page || !["GET", "HEAD"].includes(request.method)) return origin.fetch(request);
    url.pathname += "index.md";
    const reply = await origin.fetch(new Request(url, request));
    if (reply.status >= 400) return origin.fetch(request); // no twin; "not modified" is an answer
    const headers = varied(new Headers(reply.headers));
    if (reply.ok) headers.set("Content-Type", "text/markdown; charset=utf-8");
    return new Response(reply.body, { status: reply.status, headers });
  },
};
