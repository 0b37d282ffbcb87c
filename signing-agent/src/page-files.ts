/** The look and the one script of the agent's page: files of their own, for nothing in the page itself may run or style. */
export const style = `
:root{color-scheme:light;font-family:system-ui,-apple-system,"Segoe UI",sans-serif;line-height:1.5;color:#1b2430;background:#f3f5f8}
body{margin:0;padding:2rem 1rem}main{max-width:60rem;margin:auto;background:#fff;border:1px solid #cfd6de;border-radius:.75rem;padding:1.5rem 2rem 2rem}
h1{font-size:1.4rem;margin:0 0 .5rem}h2{font-size:1.05rem;margin:1.5rem 0 .5rem}
table{border-collapse:collapse;width:100%}caption{text-align:left;padding-bottom:.25rem}
th,td{border:1px solid #cfd6de;padding:.35rem .6rem;text-align:left;vertical-align:top}th{background:#eef2f6}
code{font-family:ui-monospace,monospace;font-size:.85em;overflow-wrap:anywhere}
.list{max-height:22rem;overflow:auto}label{display:block;font-weight:600;margin-bottom:.25rem}
input:not([type=checkbox]){font:inherit;padding:.5rem .75rem;border:1px solid #66727f;border-radius:.4rem;width:14rem}[hidden]{display:none}
button{font:inherit;font-weight:600;padding:.55rem 1.4rem;border:0;border-radius:.4rem;background:#0b4f9e;color:#fff;margin-left:.5rem}
button:disabled{background:#7b8896}:focus-visible{outline:3px solid #f2a900;outline-offset:2px}
[role=alert]:not(:empty),[role=status]:not(:empty){padding:.6rem .9rem;border-radius:.4rem;margin-top:1rem}
[role=alert]:not(:empty){background:#fdeaea;border:1px solid #b42318}[role=status]:not(:empty){background:#e8f4ec;border:1px solid #1d7a3e}
`

export const script = `
const form=document.querySelector('form');
if(!form){if(location.hash.length>1)location.replace(location.pathname+'?code='+encodeURIComponent(decodeURIComponent(location.hash.slice(1).replace(/^code=/,''))))}
else{
const pin=form.elements.pin,sure=form.elements.confirmed,tries=document.querySelector('#tries'),button=form.querySelector('button'),alertBox=document.querySelector('[role=alert]'),status=document.querySelector('[role=status]');
const word=(t)=>!t?'':t.state==='locked'?'Mã PIN đang bị khóa.':t.state==='final'?'Chỉ còn đúng 1 lần thử: sai nữa thiết bị sẽ khóa.':t.state==='low'?'Đã có lần nhập sai: thiết bị còn ít lần thử.':t.left===undefined?'':'Còn '+t.left+' lần thử.';
const phone=(w)=>'Hãy mở ứng dụng '+w.service+' trên điện thoại và xác nhận giao dịch '+w.code+' ('+w.documents.length+' tài liệu: '+w.documents[0]+' … '+w.documents[w.documents.length-1]+').';
const left=(s)=>s===undefined?'':s<60?' (còn khoảng '+s+' giây)':' (còn khoảng '+Math.ceil(s/60)+' phút)';
const watch=async()=>{const r=await fetch(location.pathname+'/progress');if(!r.ok)return;const p=await r.json();
status.textContent=p.waiting?phone(p.waiting):p.finished&&!p.failed&&form.dataset.done?form.dataset.done:'Đã ký '+p.done+' trên '+p.total+(p.failed?', '+p.failed+' không ký được':'')+(p.finished?'. Xong, có thể đóng trang này.':left(p.secondsLeft)+' …');
if(!p.finished)setTimeout(watch,700)};
form.addEventListener('submit',async(event)=>{event.preventDefault();button.disabled=true;alertBox.textContent='';status.textContent='';
const body=JSON.stringify({code:form.dataset.code,...(pin?{pin:pin.value}:{}),confirmed:!sure.closest('p').hidden&&sure.checked});if(pin)pin.value='';
try{const r=await fetch(location.pathname+'/authorize',{method:'POST',headers:{'content-type':'application/json'},body});
if(r.status===202){form.hidden=true;status.textContent='Đang ký …';watch();return}
const problem=await r.json();alertBox.textContent=problem.detail;button.disabled=problem.code==='pin.locked'||problem.code==='batch.unknown'||problem.code==='session.invalid';
if(problem.tries){tries.textContent=word(problem.tries);sure.checked=false;sure.closest('p').hidden=problem.tries.state!=='low'&&problem.tries.state!=='final'}}
catch{alertBox.textContent='Máy ký không trả lời. Hãy kiểm tra chương trình ký rồi thử lại.';button.disabled=false}
if(!button.disabled)(pin||button).focus()})}
`
