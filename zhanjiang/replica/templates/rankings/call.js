(function(){var root=document.getElementById('ranking'),list=root.querySelector('.rank'),heads=[].slice.call(root.querySelectorAll('.tab')),wanted='';
function show(type,rows){if(type!==wanted){return}list.textContent='';rows.forEach(function(row,n){var li=document.createElement('li'),em=document.createElement('em'),a=document.createElement('a');em.textContent=n+1;a.href=row.url;a.textContent=row.title;li.appendChild(em);li.appendChild(a);list.appendChild(li)})}
window.hotRows=function(r){show(r.type,r.data)};
function load(type){setTimeout(function(){var s=document.createElement('script');s.src='/hot/'+type.charAt(0)+'.js?callback=hotRows&_='+Date.now();document.body.appendChild(s)},300)}
function choose(head){wanted=head.getAttribute('data-type');heads.forEach(function(other){other.className=other===head?'tab on':'tab'});load(wanted)}
heads.forEach(function(head){head.onclick=function(){choose(head)}});choose(heads[0])})();
