// pairs.mjs: names as they are written in their own script and in English
//
// For scripts whose names no rule turns into the English that their owners
// write: vowels that are not written, or not heard. The Latin forms are those
// of passports and newspapers.

const pairs = (text) => text.trim().split(/\s+/).map((pair) => pair.split('='));

export const DEVANAGARI_GIVEN = pairs(`
	राज=Raj राहुल=Rahul अमित=Amit सुनीता=Sunita प्रिया=Priya पूजा=Pooja अनिल=Anil संजय=Sanjay
	राजेश=Rajesh रवि=Ravi सुरेश=Suresh सुनील=Sunil विजय=Vijay दीपक=Deepak मनोज=Manoj अजय=Ajay
	नेहा=Neha अनिता=Anita अशोक=Ashok संतोष=Santosh राकेश=Rakesh रेखा=Rekha मोहम्मद=Mohammed
	विकास=Vikas रोहित=Rohit मुकेश=Mukesh दिनेश=Dinesh रमेश=Ramesh अरुण=Arun संदीप=Sandeep
	गीता=Geeta कविता=Kavita मनीष=Manish अंकित=Ankit पंकज=Pankaj महेश=Mahesh सीमा=Seema मीना=Meena
	ज्योति=Jyoti विनोद=Vinod अंजलि=Anjali लक्ष्मी=Lakshmi किरण=Kiran प्रकाश=Prakash नितिन=Nitin
	अभिषेक=Abhishek अर्जुन=Arjun प्रदीप=Pradeep गौरव=Gaurav शुभम=Shubham कृष्ण=Krishna
	गोपाल=Gopal मोहन=Mohan राम=Ram श्याम=Shyam हरि=Hari यश=Yash आदित्य=Aditya आकाश=Akash`);

export const DEVANAGARI_FAMILY = pairs(`
	कुमार=Kumar सिंह=Singh देवी=Devi शर्मा=Sharma पटेल=Patel खान=Khan यादव=Yadav गुप्ता=Gupta
	वर्मा=Verma दास=Das मिश्रा=Mishra पांडे=Pandey शेख=Shaikh अंसारी=Ansari जैन=Jain रेड्डी=Reddy
	शाह=Shah राव=Rao पाटिल=Patil चौहान=Chauhan ठाकुर=Thakur झा=Jha तिवारी=Tiwari दुबे=Dubey
	शुक्ला=Shukla श्रीवास्तव=Srivastava अग्रवाल=Agarwal मेहता=Mehta जोशी=Joshi देसाई=Desai`);

export const ARABIC_GIVEN = pairs(`
	محمد=Mohammed أحمد=Ahmed علي=Ali حسن=Hassan حسين=Hussein عمر=Omar يوسف=Youssef إبراهيم=Ibrahim
	خالد=Khaled سعيد=Saeed طارق=Tariq كريم=Karim فاطمة=Fatima مريم=Maryam زينب=Zainab ليلى=Layla
	نور=Noor سلمى=Salma هدى=Huda ياسمين=Yasmin عثمان=Othman مصطفى=Mustafa محمود=Mahmoud جمال=Jamal
	ناصر=Nasser فيصل=Faisal سلطان=Sultan ماجد=Majid رشيد=Rashid وليد=Walid بلال=Bilal حمزة=Hamza`);

export const ARABIC_FAMILY = pairs(`
	العلي=Alali الحسن=Alhasan المصري=Almasri الشامي=Alshami حداد=Haddad نجار=Najjar خوري=Khoury
	منصور=Mansour صالح=Saleh قاسم=Qasim رحمن=Rahman سليمان=Suleiman داود=Dawood موسى=Musa
	الهاشمي=Alhashimi شاهين=Shaheen بركات=Barakat درويش=Darwish عباس=Abbas فارس=Faris`);
