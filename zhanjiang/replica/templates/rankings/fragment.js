(function(){var root=document.getElementById('ranking'),list=root.querySelector('.rank'),heads=[].slice.call(root.querySelectorAll('.tab')),wanted='';
function load(type){setTimeout(function(){var x=new XMLHttpRequest();x.open('GET','/hot/'+type.charAt(0)+'.html',true);x.onload=function(){if(type===wanted&&x.status===200){list.innerHTML=x.responseText}};x.send()},300)}
function choose(head){wanted=head.getAttribute('data-type');heads.forEach(function(other){other.className=other===head?'tab on':'tab'});load(wanted)}
heads.forEach(function(head){head.onclick=function(){choose(head)}});choose(heads[0])})();
