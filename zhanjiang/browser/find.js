// Finds things on a page by what they say. Called with [what, period]:
//   ["rows", "month"]  the links of the ranking that a reader sees under its tab: [text, title, address] each
//   ["tab", "month"]   the tab 月点击 of the ranking, also 周点击 ("week") and 日点击 ("day"); null without one
//   ["links"]          all addresses that are linked, each once
//   ["more"]           the button 加载更多; null without one
([what, period]) => {
  const TABS = { month: "月", week: "周", day: "日" };
  const HEADING = /^[^\s]{0,4}(热点|热门|点击|新闻)[^\s]{0,4}排行[^\s]{0,2}$/;
  const MORE = /^(点击|上拉|下拉|继续|滚动)?((加载|查看|显示|载入|展开|浏览|获取)更多|更多加载|点击加载|上拉加载)[^\s]{0,6}$/;
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
  const short = (sign) => (said) => long(sign)(said) || [sign, "今" + sign, "当" + sign, sign + "榜", sign + "排行", "本" + sign, sign + "度"].includes(said);

  const findBox = () => {
    const headings = saying(document.body, (said) => HEADING.test(said)).filter(isVisible);
    for (const heading of headings) {
      for (let holder = heading.parentElement; holder; holder = holder.parentElement) {
        const tabs = tabsIn(holder, short);
        if (tabs) return { tabs };
      }
    }
    const tabs = tabsIn(document.body, long);
    return tabs && { tabs };
  };
  const linksIn = (block) => (block.matches("a[href]") ? [block] : [...block.querySelectorAll("a[href]")]);
  const rowsIn = (block) =>
    linksIn(block).filter((link) => {
      const isPage = /^https?:/.test(link.href) && !(link.getAttribute("href") || "").startsWith("#");
      return isPage && isVisible(link) && !/^(查看)?(更多|more|>+|»|全部)*$/i.test(text(link).replace(/>+$/, ""));
    });
  const unseen = "script,style,template,link,input,noscript";
  // The rows of the list that follows an element beside it: up to another tab, a heading, whatever is no list.
  // Null where no list follows, [] where one does that is not filled.
  const rowsBeside = (element, tabs) => {
    let rows = null;
    let former = null;
    for (let block = element.nextElementSibling; block; block = block.nextElementSibling) {
      if (block.matches(unseen) || !isVisible(block)) continue;
      if (tabs.some((tab) => block.contains(tab))) break;
      const own = rowsIn(block);
      if (!own.length && text(block)) break;
      if (!own.length && !block.matches(BLOCKS)) continue;
      const alone = new Set((rows || []).map((row) => row.href)).size < 2;
      if (own.length && former && former !== block.tagName && !alone) break;
      rows = [...(rows || []), ...own];
      former = own.length ? block.tagName : former;
    }
    return rows;
  };
  const climb = (tab, limit, tabs) => {
    for (let at = tab; at && at !== limit; at = at.parentElement) {
      const rows = rowsBeside(at, tabs);
      if (rows) return rows;
    }
    return null;
  };
  // A list stands behind each tab, else one for all behind the last of them.
  const rowsOf = (box, tab) => {
    const others = box.tabs.filter((other) => other !== tab);
    const limit = around([tab, others[0]]);
    const last = box.tabs.reduce((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? b : a));
    const rows = (tab !== last && climb(tab, limit, others)) || climb(last, document.body, []) || [];
    return rows.map((row) => [row.innerText.trim(), row.title.trim(), row.href]);
  };

  if (what === "links") return [...new Set([...document.links].map((link) => link.href))];
  if (what === "more") {
    const leads = (element) => /^(?!#|javascript:|$)/i.test(element.closest("a")?.getAttribute("href")?.trim() || "");
    return saying(document.body, (said) => MORE.test(said)).find((element) => isVisible(element) && !leads(element)) || null;
  }
  const box = findBox();
  const tab = box && box.tabs[Object.keys(TABS).indexOf(period)];
  if (what === "tab") return tab;
  return tab ? rowsOf(box, tab) : [];
}
