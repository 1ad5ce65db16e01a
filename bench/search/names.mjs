// names.mjs: the names that synthetic people are drawn from
//
// The frequent ones stand here, most frequent first; the long tail and the
// scripts of the world come from packages with a free licence.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const words = (text) => text.trim().split(/\s+/);

export const INDIAN_GIVEN = words(`
	Rahul Amit Raj Sunita Priya Pooja Anil Sanjay Rajesh Ravi Suresh Sunil Vijay Deepak Manoj
	Ajay Neha Anita Ashok Santosh Rakesh Rekha Mohammed Mohammad Vikas Rohit Mukesh Dinesh
	Ramesh Arun Sandeep Geeta Kavita Manish Ankit Pankaj Mahesh Seema Meena Jyoti Vinod Anjali
	Lakshmi Kiran Prakash Naresh Nitin Abhishek Arjun Pradeep Gaurav Shubham Ritu Nisha Sneha
	Aarti Swati Shweta Preeti Divya Komal Monika Mamta Usha Asha Radha Sita Gita Krishna Gopal
	Mohan Sohan Ram Shyam Hari Om Jai Yash Aditya Akash Aman Ayush Karan Kunal Mayank Nikhil
	Piyush Sachin Saurabh Tarun Varun Vivek Yogesh Imran Irfan Salman Shahid Aslam Abdul Ali
	Ahmed Fatima Ayesha Zainab Harpreet Gurpreet Manpreet Jaspreet Balwinder Sukhwinder
	Paramjit Kuldeep Subramaniam Venkatesh Srinivas Narayan Ganesh Murugan Senthil Karthik Bala
	Lalitha Saraswati Padma Revathi Sudha Vasantha Chandra Surya Indira Sarita Babita Kamala
	Vimala Nirmala Pushpa Shanti Savitri Durga Parvati Kali Bhavna Hetal Jignesh Hitesh Bhavesh
	Nilesh Paresh Ketan Chirag Hardik Parth Dhruv Harsh Jay Mihir Neel Rushabh Smit Tejas Urvi
	Vidhi Zeel Debashis Subhash Sourav Partha Tapas Arnab Anirban Sudip Joydeep Yuri Qamar
	Xavier Zubair Wasim Uday Ujjwal Utkarsh Ishaan Ishwar Elango Ezhil Fahad Faizan Owais Omkar`);

export const INDIAN_FAMILY = words(`
	Kumar Singh Devi Sharma Patel Khan Yadav Gupta Verma Das Begum Kaur Kumari Mishra Pandey
	Shaikh Ansari Jain Reddy Shah Rao Nair Patil Chauhan Thakur Jha Roy Ghosh Mandal Paul Saha
	Dutta Bose Sen Mukherjee Banerjee Chatterjee Bhattacharya Sarkar Biswas Prasad Tiwari Dubey
	Shukla Tripathi Srivastava Saxena Agarwal Mehta Joshi Desai Parmar Solanki Rathod Jadhav
	Pawar Shinde More Kulkarni Deshmukh Gaikwad Kamble Chavan Naik Shetty Gowda Hegde Bhat
	Pillai Menon Iyer Iyengar Krishnan Raman Subramanian Naidu Chowdhury Malik Qureshi Siddiqui
	Pathan Mirza Syed Hussain Ahmad Rahman Alam Islam Ali Gill Sandhu Sidhu Dhillon Grewal Bajwa
	Arora Kapoor Khanna Malhotra Chopra Bhatia Sethi Ahuja Bansal Goyal Garg Mittal Rawat Negi
	Bisht Rana Rajput Meena Gurjar Jat Saini Prajapati Vishwakarma Maurya Kushwaha Pal Nath Raj
	Mohan Babu Murthy Swamy Gowdar Lal Ram Sahu Behera Nayak Mohanty Panda Rout Swain Sahoo
	Barik Pradhan Deka Bora Gogoi Kalita Barua`);

export const INDIAN_MIDDLE = words(`
	Kumar Kumar Kumar Singh Lal Prasad Nath Chandra Devi Kumari Mohan Raj Ram Kant Dev Bhai Ben
	Rao Pratap Bahadur`);

export const WESTERN_GIVEN = words(`
	James Mary Michael John Robert David Maria William Jennifer Elizabeth Linda Daniel Thomas
	Sarah Joseph Jessica Charles Christopher Anna Emma Olivia Noah Liam Sophia George Peter Paul
	Andrew Steven Laura Karen Susan Nancy Lisa Kevin Brian Edward Ronald Alexander Katherine
	Margaret Bob Anthony Samuel Benjamin Matthew`);

export const WESTERN_FAMILY = words(`
	Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Anderson Taylor
	Thomas Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young
	Allen King Wright Scott Hill Green Adams Nelson Baker Hall Campbell Mitchell Carter Roberts`);

export const HINDI_GIVEN = words(`
	राज राहुल अमित सुनीता प्रिया पूजा अनिल संजय राजेश रवि सुरेश सुनील विजय दीपक मनोज अजय नेहा
	अनिता अशोक संतोष राकेश रेखा मोहम्मद विकास रोहित मुकेश दिनेश रमेश अरुण संदीप गीता कविता मनीष
	अंकित पंकज महेश सीमा मीना ज्योति विनोद अंजलि लक्ष्मी किरण प्रकाश नितिन अभिषेक अर्जुन प्रदीप
	गौरव शुभम कृष्ण गोपाल मोहन राम श्याम हरि यश आदित्य आकाश`);

export const HINDI_FAMILY = words(`
	कुमार सिंह देवी शर्मा पटेल खान यादव गुप्ता वर्मा दास मिश्रा पांडे शेख अंसारी जैन रेड्डी शाह
	राव पाटिल चौहान ठाकुर झा तिवारी दुबे शुक्ला श्रीवास्तव अग्रवाल मेहता जोशी देसाई`);

export const HINDI_MIDDLE = words('कुमार लाल सिंह प्रसाद');

// Words that people add to a contact.
export const LABELS = words(`
	Office Home Bhai Uncle Aunty Plumber Dr Driver Electrician Airtel Jio Delhi Mumbai Sir Madam
	Shop Milk Gas New Work School Friend Doctor Papa Mummy Bank Loan Insurance Recovery Customer
	Care`);

// The scripts of the world where there are no packages.
const WORLD = words(`
	José María Núñez Jürgen Müller Łukasz Wójcik François Lefèvre Nguyễn Thị Özgür Yılmaz
	Юрий Сергеевич Щербаков Ольга Ковальчук Наталія Шевченко محمد علی حسین فاطمة یوسف
	山田 太郎 김 민준 王 小明 Γιώργος Παπαδόπουλος משה כהן শ্রীকান্ত தமிழ்செல்வன்`);

export const EUROPEAN = ['es', 'fr', 'de', 'pl', 'cs_CZ', 'vi', 'tr', 'it', 'pt_BR'];
export const FAMILY_FIRST = ['ja', 'ko', 'zh_CN'];
export const LOCALES = [...EUROPEAN, ...FAMILY_FIRST, 'ru', 'uk', 'ar', 'fa', 'he', 'el'];

const unique = (list) => [...new Set(list.map(String))];

// What the packages call a list of names is one, or one for each sex.
function flat(entry) {
	if (!entry)
		return [];
	return Array.isArray(entry) ? entry
		: [...(entry.generic || []), ...(entry.female || []), ...(entry.male || [])];
}

/* The lists with what the packages below a folder add, or the short ones alone. */
export async function loadNames(folder) {
	const packages = folder ? await loadPackages(folder) : null;
	const given = (locale) => (packages ? unique(flat(packages.faker[locale]?.person?.first_name)) : WORLD);
	const family = (locale) => (packages ? unique(flat(packages.faker[locale]?.person?.last_name)) : WORLD);
	const indian = packages?.indian ?? { first_male: [], first_female: [], last: [] };

	return {
		human: packages?.human ?? [],
		indianGiven: unique([...indian.first_male, ...indian.first_female, ...given('en_IN')]),
		indianFamily: unique([...family('en_IN'), ...indian.last]),
		westernGiven: given('en'),
		westernFamily: unique([...family('en'), ...family('en_AU'), ...family('en_ZA')]),
		locales: Object.fromEntries(LOCALES.map((key) =>
			[key, { given: given(key), family: family(key) }])),
	};
}

async function loadPackages(folder) {
	const require = createRequire(import.meta.url);
	const path = (...parts) => join(folder, 'node_modules', ...parts);

	if (!existsSync(path('@faker-js/faker')))
		throw new Error(`no packages below ${folder}: make -C bench/search packages`);
	const faker = await import(pathToFileURL(path('@faker-js/faker/dist/index.js')));
	return {
		faker: faker.allLocales,
		indian: require(path('random-indian-name/lib/names.js')),
		human: readFileSync(path('humannames/list.txt'), 'utf8')
			.split(/\r\n|\r|\n/).filter((word) => /^[A-Z][A-Za-z'-]+$/.test(word)),
	};
}
