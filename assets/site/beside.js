// Gives the programs of a packed work the files beside it: what they ask for by name is
// answered from what was packed with it. `page` is the work's own path, and `files` holds
// each file, as a data URI, by its path.
(page, files) => {
  const here = new URL(page, "https://beside.invalid");
  // Where the sealed frame lies, from which a program may have worked out an address.
  const frame = new URL(".", document.baseURI).href;
  const data = (address) => {
    const asked = String(address?.url ?? address);
    try {
      const url = new URL(asked.startsWith(frame) ? asked.slice(frame.length) : asked, here);
      return url.origin === here.origin && Object.hasOwn(files, url.pathname) ? files[url.pathname] : address;
    } catch {
      return address;
    }
  };
  const { fetch } = window;
  window.fetch = (address, options) => fetch(data(address), options);
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    return open.call(this, method, data(address), ...rest);
  };
  const loading = [
    [HTMLImageElement, "src"], [HTMLScriptElement, "src"], [HTMLMediaElement, "src"],
    [HTMLSourceElement, "src"], [HTMLVideoElement, "poster"], [HTMLLinkElement, "href"],
  ];
  for (const [kind, key] of loading) {
    const own = Object.getOwnPropertyDescriptor(kind.prototype, key);
    const set = function (value) { own.set.call(this, data(value)); };
    Object.defineProperty(kind.prototype, key, { ...own, set });
  }
  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function (name, value) {
    const loads = /^(src|poster|(xlink:)?href)$/i.test(name) && !(this instanceof HTMLAnchorElement);
    return setAttribute.call(this, name, loads ? data(value) : value);
  };
  for (const name of ["Audio", "Worker"]) {
    const construct = (kind, [address, ...rest], self) => Reflect.construct(kind, [data(address), ...rest], self);
    window[name] = new Proxy(window[name], { construct });
  }
  const urls = /url\(\s*(["']?)(.*?)\1\s*\)/g;
  const named = (source) => typeof source !== "string" ? source
    : source.replace(urls, (whole, quote, address) => `url("${data(address)}")`);
  window.FontFace = new Proxy(FontFace, {
    construct: (kind, [family, source, ...rest], self) =>
      Reflect.construct(kind, [family, named(source), ...rest], self),
  });
}
