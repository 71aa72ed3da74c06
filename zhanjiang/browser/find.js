// Finds things on a page by what they say. Called with [what, period]:
//   ["rows"]           the links of the ranking that a reader sees: [text, title, address] each
//   ["tab", "month"]   the tab 月点击 of the ranking, also 周点击 ("week") and 日点击 ("day"); null without one
//   ["links"]          all addresses that are linked, each once
//   ["more"]           the button 加载更多; null without one
([what, period]) => {
  const TABS = { month: "月", week: "周", day: "日" };
  const HEADING = /^[^\s]{0,4}(热点|热门|点击|新闻)[^\s]{0,4}排行[^\s]{0,2}$/;
  const MORE = /^(点击)?(加载更多|查看更多|显示更多|载入更多|更多加载|点击加载)[^\s]{0,4}$/;
  const BLOCKS = "ul,ol,dl,div,table,section,article,nav";
  const text = (element) => (element.textContent || "").replace(/\s+/g, "");
  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true });
  // The innermost elements whose whole text fits.
  const saying = (scope, fits) =>
    [...scope.querySelectorAll("*")].filter(
      (element) => text(element).length < 16 && fits(text(element)) && ![...element.children].some((child) => fits(text(child)))
    );
  const around = (elements) => {
    let holder = elements[0];
    while (holder && !elements.every((element) => holder.contains(element))) holder = holder.parentElement;
    return holder;
  };

  const tabsIn = (scope, fits) => {
    const found = Object.values(TABS).map((sign) => saying(scope, fits(sign)).find(isVisible));
    return found.every(Boolean) ? found : null;
  };
  const long = (sign) => (said) => said === sign + "点击" || said === sign + "点击榜" || said === sign + "点击排行";
  const short = (sign) => (said) => long(sign)(said) || [sign, sign + "榜", sign + "排行", "本" + sign, sign + "度"].includes(said);

  const findBox = () => {
    const headings = saying(document.body, (said) => HEADING.test(said)).filter(isVisible);
    for (const heading of headings) {
      for (let holder = heading.parentElement; holder && holder !== document.body; holder = holder.parentElement) {
        const tabs = tabsIn(holder, short);
        if (tabs) return { tabs, holder: around([heading, ...tabs]), heads: [heading, ...tabs] };
      }
    }
    const tabs = tabsIn(document.body, long);
    return tabs && { tabs, holder: around(tabs), heads: tabs };
  };
  // The list stands beside the tabs, or behind the block that holds heading and tabs.
  const holdsList = (box) =>
    [...box.holder.querySelectorAll(BLOCKS)].some(
      (block) => !block.closest("a") && isVisible(block) && !box.heads.some((head) => block.contains(head) || head.contains(block))
    ) || rowsIn(box).length > 0;
  const rowsIn = (box) => {
    const last = box.tabs.reduce((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? b : a));
    const rows = [];
    for (const element of box.holder.querySelectorAll("a[href],h1,h2,h3,h4,h5,h6")) {
      const isBehind = last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (!isBehind || last.contains(element) || !isVisible(element)) continue;
      if (element.tagName !== "A") {
        if (rows.length && !element.closest("a") && !element.querySelector("a")) break; // the next box begins
        continue;
      }
      const isPage = /^https?:/.test(element.href) && !(element.getAttribute("href") || "").startsWith("#");
      if (isPage && !/^(更多|more|>+|»|全部)*$/i.test(text(element))) {
        rows.push([element.innerText.trim(), element.title.trim(), element.href]);
      }
    }
    return rows;
  };

  if (what === "links") return [...new Set([...document.links].map((link) => link.href))];
  if (what === "more") {
    const leads = (element) => /^(?!#|javascript:|$)/i.test(element.closest("a")?.getAttribute("href")?.trim() || "");
    return saying(document.body, (said) => MORE.test(said)).find((element) => isVisible(element) && !leads(element)) || null;
  }
  const box = findBox();
  if (what === "tab") return box ? box.tabs[Object.keys(TABS).indexOf(period)] : null;
  if (!box) return [];
  for (let step = 0; step < 3 && !holdsList(box) && box.holder.parentElement !== document.body; step++) {
    box.holder = box.holder.parentElement;
  }
  return rowsIn(box);
}
