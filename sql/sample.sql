-- sample.sql: a made-up world to look at: people of many countries, their books, calls and reports
--
--     psql -d numsight -f sql/sample.sql [-v people=200000] [-v anchor=2025-01-31]
--
-- Every row follows from its number and from the anchor, the last day of the world (default:
-- today): the same arguments give the same data. Where the sample is already, nothing happens.

\set ON_ERROR_STOP on
\set QUIET on
\if :{?people}
\else
    \set people 200000
\endif
\if :{?anchor}
\else
    SELECT current_date AS anchor \gset
\endif

SELECT EXISTS (SELECT FROM data.source WHERE name = 'Sample directory') AS present \gset
\if :present
    \echo the sample data are here already
    \q
\endif

SET client_min_messages = notice;
SET jit = off;

/* ---- dice that fall the same way every time ---- */

CREATE FUNCTION pg_temp.dice(i bigint, salt integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (hashint8extended(i, salt) & 9007199254740991)::double precision / 9007199254740992::double precision $$;

CREATE FUNCTION pg_temp.pick(choices text[], i bigint, salt integer, skew double precision = 1) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT choices[1 + floor(cardinality(choices) * pg_temp.dice(i, salt) ^ skew)::integer] $$;

CREATE FUNCTION pg_temp.digits(i bigint, salt integer, n integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT lpad((floor(pg_temp.dice(i, salt) * 10 ^ n))::bigint::text, n, '0') $$;

CREATE TEMP TABLE sample_setting AS
SELECT :'anchor'::timestamptz AS anchor, greatest(:people, 1000)::bigint AS people;

/* ---- names and numbers of the world: share of people, how a name is put together, mobile prefixes ---- */

CREATE TEMP TABLE culture (
    id      integer GENERATED ALWAYS AS IDENTITY,
    region  text,       -- of the numbers
    share   integer,    -- of all people, in thousandths
    style   text,       -- order of given, middle and family name
    given   text[],
    family  text[],
    prefix  text[],     -- calling code and first digits
    rest    integer     -- digits behind the prefix
);
-- read a million times: never to be unpacked
ALTER TABLE culture ALTER given SET STORAGE plain, ALTER family SET STORAGE plain, ALTER prefix SET STORAGE plain;

INSERT INTO culture (region, share, style, given, family, prefix, rest)
SELECT region, share, style, string_to_array(given, ' '), string_to_array(family, ' '),
       string_to_array(prefix, ' '), rest
  FROM (VALUES
('IN', 190, 'g f',
 'Rahul Priya Amit Neha Rohit Pooja Vikram Anjali Sanjay Kavita Rajesh Sunita Deepak Asha Manoj Ritu Suresh Meena Anil Rekha Vijay Geeta Arjun Nisha Karan Divya Nitin Swati Gaurav Shweta Ravi Preeti Ashok Seema Mohan Lata Kiran Usha Aditya Sneha Vivek Jyoti Harish Mamta Pankaj Archana Ramesh Sarita Dinesh Kajal Sachin Komal Abhishek Ananya Ishaan Diya Kabir Tara Yash Megha',
 'Sharma Verma Gupta Singh Kumar Patel Shah Mehta Jain Agarwal Mishra Pandey Tiwari Yadav Chauhan Joshi Desai Trivedi Saxena Srivastava Kapoor Malhotra Khanna Chopra Bhatia Arora Sethi Bansal Goyal Mittal Rastogi Dubey Chaturvedi Rathore Solanki Parmar Kulkarni Deshmukh Patil Pawar Jadhav Shinde',
 '+9198 +9199 +9197 +9196 +9195 +9194 +9193 +9190 +9189 +9188 +9187 +9170 +9180', 8),
('IN', 80, 'g m f',
 'Ram Shyam Krishna Lakshmi Gopal Sita Hari Radha Mahesh Uma Ganesh Parvati Satish Savita Prakash Vandana Sunil Madhu Rakesh Shobha Naveen Bhavna Arun Padma Vinod Sudha Subhash Kamla Jagdish Nirmala',
 'Kumar Singh Prasad Lal Chand Nath Das Devi Kumari Rani Bai Prakash Narayan Mohan Kishore Bahadur Swaroop Dayal Sharma Yadav Gupta Verma Choudhary Thakur Maurya Rawat Bisht Negi Joshi Pant',
 '+9191 +9192 +9193 +9194 +9198 +9199', 8),
('IN', 70, 'g f',
 'Lakshmanan Meenakshi Karthik Priyanka Senthil Kavitha Murugan Revathi Venkatesh Sowmya Srinivas Padmavathi Harikrishnan Anitha Suresh Deepa Balaji Gayathri Prabhu Saranya Naresh Swapna Chandrasekhar Sirisha Manikandan Nandhini Vishnu Athira Sreejith Aiswarya Jayaprakash Bhargavi',
 'Iyer Iyengar Nair Menon Pillai Reddy Rao Naidu Raju Murthy Krishnan Subramanian Raman Rajan Varma Kurup Panicker Shetty Hegde Gowda Bhat Kamath Pai Acharya Chetty Mudaliar Thevar Namboothiri Venkataraman Ramachandran',
 '+9198 +9194 +9197 +9199 +9196', 8),
('IN', 45, 'g f',
 'Mohammed Ayesha Imran Fatima Salman Zainab Asif Shabana Farhan Nasreen Irfan Rukhsana Arif Sana Javed Parveen Kashif Hina Sajid Rubina Wasim Yasmin Zubair Noor Aamir Saba Danish Mehreen Tariq Sumaiya',
 'Khan Ahmed Ansari Shaikh Siddiqui Qureshi Pathan Sayyed Mirza Malik Farooqui Hussain Ali Rizvi Naqvi Kazmi Usmani Memon Lakhani Hashmi',
 '+9198 +9199 +9190 +9170 +9188', 8),
('IN', 35, 'g m f',
 'Harpreet Gurpreet Manpreet Jaspreet Kuldeep Baljit Amarjit Sukhwinder Rajinder Paramjit Navjot Simran Gurleen Harleen Jasmeet Kirandeep Lovepreet Ravinder Satnam Tejinder',
 'Singh Kaur Gill Sandhu Sidhu Dhillon Grewal Brar Bajwa Randhawa Ahluwalia Bedi Sodhi Anand Walia Cheema Virk Mann Dhaliwal Khaira',
 '+9198 +9197 +9194 +9195', 8),
('IN', 40, 'g f',
 'Subhash Ananya Sourav Mousumi Debashish Sharmila Arindam Rituparna Partha Moumita Abhijit Paromita Tapan Sutapa Kaushik Indrani Saptarshi Madhumita Bidyut Sreya',
 'Banerjee Mukherjee Chatterjee Ganguly Bhattacharya Ghosh Bose Sen Das Dutta Roy Saha Chakraborty Mitra Sarkar Mondal Biswas Paul Dey Kar',
 '+9198 +9183 +9197 +9190', 8),
('IN', 70, 'g f',
 'राहुल प्रिया अमित नेहा रोहित पूजा विक्रम अंजलि संजय कविता राजेश सुनीता दीपक आशा मनोज ऋतु सुरेश मीना अनिल रेखा विजय गीता अर्जुन निशा करण दिव्या नितिन स्वाति गौरव श्वेता रवि प्रीति अशोक सीमा मोहन लता किरण उषा ज्योति हरीश',
 'शर्मा वर्मा गुप्ता सिंह कुमार पटेल शाह मेहता जैन अग्रवाल मिश्रा पांडे तिवारी यादव चौहान जोशी देसाई त्रिवेदी सक्सेना श्रीवास्तव कपूर मल्होत्रा खन्ना चोपड़ा भाटिया अरोड़ा बंसल गोयल कुलकर्णी देशमुख पाटिल',
 '+9198 +9199 +9194 +9197', 8),
('GB', 70, 'g f',
 'Oliver Amelia George Isla Harry Ava Jack Emily Charlie Sophie Thomas Grace Oscar Lily William Evie James Freya Henry Florence Alfie Poppy Joshua Rosie Edward Charlotte Samuel Alice Daniel Megan Simon Fiona Graham Heather Nigel Siobhán Callum Niamh Rhys Cerys',
 'Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Khan Hughes Edwards Turner Hill Cooper Ward Morris O''Brien MacDonald McKenzie Fitzgerald Ó''Súilleabháin Llewellyn Hargreaves Featherstonhaugh Whitby Pemberton Ashworth',
 '+4474 +4475 +4477 +4478 +4479', 8),
('US', 80, 'g f',
 'Liam Olivia Noah Emma Mason Sophia Ethan Isabella Logan Mia Lucas Harper Jackson Evelyn Aiden Abigail Michael Jennifer David Jessica Christopher Ashley Matthew Amanda Anthony Melissa Brandon Nicole Tyler Stephanie Kevin Rachel Jason Lauren Marcus Keisha DeShawn Tamika Wei Mei-Ling',
 'Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Nguyen Kim Washington Jefferson Kowalski',
 '+1212 +1213 +1305 +1312 +1404 +1415 +1512 +1602 +1617 +1702 +1713 +1718 +1206 +1214 +1303 +1503 +1619 +1720 +1813 +1917', 7),
('DE', 40, 'g f',
 'Lukas Anna Jürgen Käthe Björn Ursula Günther Sabine Jörg Renate Matthias Claudia Stefan Heike Thorsten Anja Uwe Bärbel Maximilian Sophie Wolfgang Ingrid Dieter Gisela Klaus Monika Andreas Katrin Rüdiger Hannelore',
 'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Böhm Köhler Groß Weiß Jäger Vögele Österreicher',
 '+49151 +49160 +49170 +49171 +49175', 8),
('FR', 30, 'g f',
 'Léa François Chloé Étienne Manon Jérôme Camille Benoît Zoé Gaël Inès Hélène André Thérèse René Amélie Loïc Maëlle Cédric Noémie Théo Élodie Hervé Agnès Pierre Margaux',
 'Martin Bernard Dubois Thomas Robert Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel García Bertrand Roux Lefebvre Fournier Girard Mercier Dupré Guérin Boyer Béranger Lacroix Châtelain Françoise Gonçalves D''Artagnan Sévigné',
 '+3360 +3361 +3362 +3363 +3366 +3367 +3368 +3377 +3378', 7),
('ES', 25, 'g f f',
 'María José Antonio Lucía Javier Sofía Ángel Martina Álvaro Inés Íñigo Begoña Óscar Nuria Iván Belén Raúl Rocío Andrés Pilar Jesús Concepción Joaquín Mónica',
 'García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Núñez Ibáñez Peña Cabañas Ordóñez Zúñiga',
 '+3461 +3462 +3463 +3464 +3465 +3466 +3467 +3468 +3469', 7),
('BR', 30, 'g f f',
 'João Conceição Luís Antônia Sebastião Inês Fábio Mônica André Cláudia Otávio Letícia Vinícius Débora Márcio Patrícia Caíque Natália Rogério Tainá',
 'Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Almeida Lopes Araújo Fernandes Magalhães Guimarães Brandão Assunção',
 '+55119 +55219 +55319 +55419 +55719', 8),
('PL', 20, 'g f',
 'Łukasz Małgorzata Paweł Agnieszka Michał Żaneta Stanisław Bożena Wojciech Grażyna Krzysztof Elżbieta Mirosław Józefina Przemysław Świętosława',
 'Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jabłoński Mazur Kwiatkowski Krawczyk Piątek Grabowski Pająk Łuczak',
 '+48501 +48502 +48601 +48602 +48603 +48604 +48660 +48690', 6),
('CZ', 10, 'g f', 'Jiří Kateřina Tomáš Lenka Zdeněk Božena Ondřej Šárka Václav Růžena Matěj Žofie',
 'Novák Svoboda Novotný Dvořák Černý Procházka Kučera Veselý Horák Němec Pokorný Růžička', '+420602 +420603 +420604 +420720 +420777', 6),
('SE', 12, 'g f', 'Åsa Göran Märta Örjan Björn Ylva Håkan Linnéa Sören Ebba Ragnhild Kjell',
 'Andersson Johansson Karlsson Nilsson Eriksson Öberg Sjöström Lindström Åkerman Björklund Sandström Hägg', '+4670 +4672 +4673 +4676', 7),
('NO', 8, 'g f', 'Øyvind Solveig Håvard Ingeborg Bjørn Åse Sondre Liv Tormod Kjersti',
 'Hansen Johansen Olsen Larsen Andersen Bjørnstad Ødegård Størseth Sæther Nygård', '+4790 +4791 +4792 +4793 +4795 +4741', 6),
('TR', 20, 'g f', 'Mehmet Ayşe Mustafa Gülşen İbrahim Çiğdem Hüseyin Şule Ömer Özlem Yiğit Işıl Oğuz Büşra Tuğba Ünal',
 'Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Koç', '+90532 +90533 +90535 +90542 +90543 +90505', 7),
('RU', 30, 'g f',
 'Александр Анна Дмитрий Елена Сергей Ольга Андрей Наталья Алексей Татьяна Михаил Ирина Владимир Светлана Николай Юлия Фёдор Ксения Пётр Людмила',
 'Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Семёнов Егоров Павлов Козлов Щербаков Чернышёв',
 '+7903 +7905 +7909 +7910 +7915 +7916 +7921 +7925 +7926', 7),
('UA', 15, 'g f', 'Олександр Оксана Тарас Ярослава Богдан Соломія Євген Зоряна Андрій Ґалина Їгор Леся',
 'Шевченко Бойко Коваленко Бондаренко Ткаченко Кравченко Олійник Мельник Гнатюк Лисенко Щербина Хмельницький', '+38050 +38067 +38097 +38063', 7),
('GR', 10, 'g f', 'Γιώργος Μαρία Δημήτρης Ελένη Κώστας Κατερίνα Νίκος Σοφία Παναγιώτης Ιωάννα',
 'Παπαδόπουλος Παππάς Καραγιάννης Βλάχος Ιωαννίδης Οικονόμου Γεωργίου Νικολάου Δημητρίου Αγγελόπουλος', '+30693 +30694 +30697 +30698', 7),
('AE', 20, 'g f', 'محمد فاطمة أحمد عائشة علي مريم عبدالله نورة خالد سارة يوسف هند عمر ليلى حسن زينب',
 'المنصوري الهاشمي الشامسي الكعبي النعيمي المزروعي الظاهري السويدي الفلاسي البلوشي المهيري القاسمي', '+97150 +97152 +97155 +97156', 7),
('EG', 15, 'g f', 'محمود منى مصطفى هبة إبراهيم دينا كريم ياسمين طارق رانيا شريف نهى',
 'السيد حسن عبدالرحمن النجار الشافعي المصري خليل سليمان البدوي حجازي', '+2010 +2011 +2012 +2015', 8),
('IL', 8, 'g f', 'דוד שרה משה רחל יוסף נועה אברהם תמר יעקב מיכל',
 'כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן שפירא רוזנברג', '+97250 +97252 +97254 +97258', 7),
('CN', 35, 'fg', '伟 芳 娜 秀英 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 建国 晓明 雪梅 志强 海燕 文博',
 '王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 欧阳 司马', '+86138 +86139 +86136 +86150 +86158 +86186 +86188', 8),
('JP', 20, 'f g', '翔太 美咲 大輔 さくら 健一 陽子 拓也 結衣 直樹 恵子 蓮 葵 タロウ ハナコ',
 '佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田', '+8190 +8180 +8170', 8),
('KR', 12, 'fg', '민준 서연 지훈 지우 현우 하은 도윤 수빈 영호 은지', '김 이 박 최 정 강 조 윤 장 임', '+8210', 8),
('VN', 10, 'f g', 'Hương Dũng Ngọc Đức Thảo Hùng Phượng Tuấn Lệ Quốc', 'Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ', '+8490 +8491 +8497 +8498', 7),
('NG', 15, 'g f', 'Chinedu Ngozi Emeka Adaeze Oluwaseun Folake Babatunde Yetunde Ifeanyi Chiamaka Tunde Amina',
 'Okafor Adeyemi Okonkwo Balogun Eze Nwosu Ogunleye Abubakar Adebayo Chukwu Obi Danjuma', '+234803 +234805 +234806 +234813 +234816', 7),
('KE', 8, 'g f', 'Wanjiru Otieno Achieng Kamau Njeri Kipchoge Atieno Mwangi Chebet Odhiambo', 'Kariuki Omondi Njoroge Wambui Kiprono Maina Ochieng Mutua Chepkoech Barasa', '+25471 +25472 +25470', 7),
('ID', 15, 'g f', 'Budi Siti Agus Dewi Eko Ratna Joko Wulan Rizky Putri Hendra Ayu', 'Santoso Wijaya Saputra Lestari Pratama Hidayat Setiawan Kusuma Nugroho Siregar', '+62812 +62813 +62821 +62852', 7),
('PK', 12, 'g f', 'Bilal Sadia Usman Amna Hamza Maryam Faisal Iqra Shahid Nida', 'Chaudhry Butt Awan Bhatti Abbasi Raza Javed Iqbal Akhtar Sheikh', '+92300 +92301 +92321 +92333 +92345', 7)
) v (region, share, style, given, family, prefix, rest);

-- a wheel with as many fields for a culture as it has a share: spinning it is a join on equality
CREATE TEMP TABLE wheel AS
SELECT row_number() OVER (ORDER BY c.id, n) - 1 AS field, c.*
  FROM culture c CROSS JOIN LATERAL generate_series(1, c.share) n;
ALTER TABLE wheel ALTER given SET STORAGE plain, ALTER family SET STORAGE plain, ALTER prefix SET STORAGE plain;

\echo making up people

CREATE TEMP TABLE person AS
SELECT row_number() OVER (ORDER BY i) AS i, region, name, phone
  FROM (SELECT DISTINCT ON (phone) i, region, name, phone
          FROM (SELECT s.i, w.region, w.style,
                       (pg_temp.pick(w.prefix, s.i, 11) || pg_temp.digits(s.i, 12, w.rest))::numsight.phone AS phone,
                       pg_temp.pick(w.given, s.i, 2, 1.4) AS given,
                       pg_temp.pick(w.family, s.i, 3, 1.6) AS family,
                       pg_temp.pick(w.family, s.i, 5) AS other,
                       CASE WHEN pg_temp.dice(s.i, 6) < 0.12
                            THEN left(pg_temp.pick(w.given, s.i, 7), 1) || '.' END AS initial
                  FROM (SELECT i, floor(pg_temp.dice(i, 1) * (SELECT count(*) FROM wheel))::bigint AS field
                          FROM generate_series(1, (SELECT people * 5 / 4 FROM sample_setting)) i OFFSET 0) s
                  JOIN wheel w USING (field)) d
         CROSS JOIN LATERAL (SELECT CASE d.style
                   WHEN 'fg' THEN d.family || d.given
                   WHEN 'f g' THEN d.family || ' ' || d.given
                   WHEN 'g m f' THEN concat_ws(' ', d.given, d.other, d.family)
                   WHEN 'g f f' THEN concat_ws(' ', d.given, d.family, d.other)
                   ELSE concat_ws(' ', d.given, d.initial, d.family) END AS name) n
         WHERE numsight.phone_valid(phone)
           AND phone::text NOT IN ('+919876543210', '+919876500000') AND phone::text NOT LIKE '+9190000900%'
         ORDER BY phone, i) p
 ORDER BY i LIMIT (SELECT people FROM sample_setting);
CREATE UNIQUE INDEX ON person (i);
ANALYZE person;

/* ---- the directory: every person stands in a list, some in two ---- */

-- the index of names is cheaper when built at the end, from all at once
SELECT pg_get_indexdef('data.entry_ranked'::regclass) AS ranked \gset
DROP INDEX data.entry_ranked;

INSERT INTO data.source (name) VALUES ('Sample directory'), ('Sample club list'), ('Sample spam numbers');

DO $$
DECLARE
    people CONSTANT bigint := (SELECT people FROM sample_setting);
    parts CONSTANT integer := 10;
BEGIN
    FOR part IN 1 .. parts LOOP
        INSERT INTO data.listing (source, phone, name)
        SELECT s.id, p.phone, p.name
          FROM person p
          JOIN data.source s ON s.name = 'Sample directory' OR s.name = 'Sample club list' AND p.i % 7 = 0
         WHERE p.i > people * (part - 1) / parts AND p.i <= people * part / parts;
        RAISE NOTICE 'directory % %%, % of % people', 100 * part / parts, people * part / parts, people;
    END LOOP;
END;
$$;

/* ---- accounts: one in a hundred, some months or years old ---- */

CREATE TEMP TABLE member AS
SELECT row_number() OVER (ORDER BY i) AS m, i, phone, name, region,
       (SELECT anchor FROM sample_setting)
           - interval '1 day' * (CASE WHEN pg_temp.dice(i, 20) < 0.1 THEN 30 ELSE 60 + 1400 * pg_temp.dice(i, 21) END)
           AS created
  FROM person WHERE i % 100 = 1;
CREATE UNIQUE INDEX ON member (m);

-- nobody's password: this is no hash of anything
INSERT INTO data.account (phone, name, email, region, password, cluster, created)
SELECT phone, name,
       CASE WHEN pg_temp.dice(i, 22) < 0.7 AND numsight.name_fold(name) <> ''
            THEN replace(numsight.name_fold(name), ' ', '.') || i || '@example.'
                 || pg_temp.pick(ARRAY['com', 'org', 'net'], i, 23) END,
       region, '$argon2id$v=19$m=19456,t=2,p=1$c2FtcGxl$', (2147483647 * pg_temp.dice(i, 24))::integer, created
  FROM member ORDER BY i;

SELECT private.demo_account('+919876543210', 'Asha Rao', '$argon2id$v=19$m=19456,t=2,p=1$c2FtcGxl$') AS demo,
       private.demo_account('+919876500000', 'Numsight Admin', '$argon2id$v=19$m=19456,t=2,p=1$c2FtcGxl$', '{admin}') AS admin
\gset
UPDATE data.account
   SET email = 'asha.rao@example.org', cluster = 1, created = (SELECT anchor - interval '400 days' FROM sample_setting)
 WHERE id = :demo;
UPDATE data.account SET cluster = 2, created = (SELECT anchor - interval '400 days' FROM sample_setting) WHERE id = :admin;

ALTER TABLE member ADD account bigint;
UPDATE member m SET account = a.id FROM data.account a WHERE a.phone OPERATOR(numsight.=) m.phone;
ANALYZE member;
DO $$ BEGIN RAISE NOTICE 'accounts: %', (SELECT count(*) FROM data.account); END; $$;

/* ---- address books: twenty numbers each, a few people known to many; every book has its own way of writing ---- */

CREATE TEMP TABLE wish AS
SELECT m.m * 100 + n AS k, m.account, m.created,
       CASE WHEN n % 3 = 0
            THEN (SELECT o.i FROM member o
                   WHERE o.m = 1 + floor((SELECT count(*) FROM member) * pg_temp.dice(m.m * 100 + n, 30)))
            ELSE 1 + floor((SELECT people FROM sample_setting) * pg_temp.dice(m.m * 100 + n, 31) ^ 3)::bigint END AS i
  FROM member m CROSS JOIN generate_series(1, 20) n
UNION ALL
SELECT 1 + n, :demo, (SELECT anchor - interval '300 days' FROM sample_setting),
       CASE WHEN n % 2 = 0 THEN 1 + 100 * n ELSE 1 + 37 * n END
  FROM generate_series(0, 29) n;

INSERT INTO data.contact (owner, phone, name, email, created)
SELECT w.account, p.phone,
       CASE WHEN pg_temp.dice(w.k, 32) < 0.70 THEN p.name
            WHEN pg_temp.dice(w.k, 32) < 0.80 THEN lower(p.name)
            WHEN pg_temp.dice(w.k, 32) < 0.90 THEN split_part(p.name, ' ', 1)
            ELSE split_part(p.name, ' ', 1) || ' ' || pg_temp.pick(ARRAY['Office', 'Home', 'Gym', 'Plumber', 'Doctor', 'Cousin',
                                                                'Neighbour', 'Taxi', 'Landlord', 'School'], w.k, 33) END,
       CASE WHEN pg_temp.dice(w.k, 34) < 0.1 THEN 'contact' || w.k || '@example.com' END,
       least((SELECT anchor FROM sample_setting),
             w.created + interval '1 day' * (200 * pg_temp.dice(w.k, 35)))
  FROM wish w JOIN person p USING (i)
 ORDER BY w.k
ON CONFLICT DO NOTHING;

-- some registered people know Asha: those she may see the e-mail of
INSERT INTO data.contact (owner, phone, name, created)
SELECT m.account, '+919876543210'::numsight.phone, pg_temp.pick(ARRAY['Asha Rao', 'Asha', 'Asha Office'], m.m, 36),
       m.created + interval '1 day'
  FROM member m WHERE m.m % 2 = 1 AND m.m <= 24 OR m.m % 150 = 0
 ORDER BY m.m;
DO $$ BEGIN RAISE NOTICE 'contacts: %', (SELECT count(*) FROM data.contact); END; $$;

/* ---- numbers with a name for it ---- */

CREATE TEMP TABLE caller AS
SELECT n, phone, name, category, busy, spam
  FROM (SELECT n, ('+9190000900' || lpad(n::text, 2, '0'))::numsight.phone AS phone, name, category,
               200 AS busy, true AS spam
          FROM unnest(ARRAY['KYC Update Fraud', 'Loan Offer', 'Credit Card Sales', 'Lottery Winner', 'Electricity Bill Fraud',
                            'Courier Customs Scam', 'Insurance Renewal', 'Part Time Job Scam', 'One Ring Call', 'Survey Call',
                            'Debt Recovery Agent', 'Silent Call'],
                      ARRAY['scam', 'telemarketing', 'telemarketing', 'scam', 'scam', 'scam', 'telemarketing', 'scam',
                            'wangiri', 'survey', 'debt', 'silent']) WITH ORDINALITY t (name, category, n)
        UNION ALL
        SELECT 100 + n, (pg_temp.pick(ARRAY['+9181', '+9172', '+4474', '+4478', '+4915'], n, 40)
                         || pg_temp.digits(n, 41, 8))::numsight.phone,
               CASE WHEN n % 3 = 0 THEN pg_temp.pick(ARRAY['Telemarketing', 'Loan Agent', 'Spam', 'Insurance Sales', 'Fake Police',
                                                          'Crypto Investment', 'Real Estate Promo', 'Robocall'], n, 42) END,
               pg_temp.pick(ARRAY['telemarketing', 'telemarketing', 'scam', 'robocall', 'debt', 'survey', 'wangiri', 'other'], n, 43),
               8 + (80 * pg_temp.dice(n, 44) ^ 3)::integer, true
          FROM generate_series(1, 400) n
        UNION ALL
        SELECT 1000 + n, ('+9122' || '2' || pg_temp.digits(n, 45, 7))::numsight.phone,
               pg_temp.pick(ARRAY['City Hospital', 'State Bank Branch', 'Parcel Delivery', 'School Office', 'Gas Agency',
                                  'Railway Enquiry', 'Dental Clinic', 'Housing Society'], n, 46),
               NULL, 60, false
          FROM generate_series(1, 40) n) c
 WHERE numsight.phone_valid(phone);

INSERT INTO data.listing (source, phone, name)
SELECT s.id, c.phone, c.name FROM caller c JOIN data.source s ON s.name = 'Sample spam numbers'
 WHERE c.name IS NOT NULL ORDER BY c.n
ON CONFLICT DO NOTHING;

/* ---- calls: of unknown callers, then among people who know each other ---- */

CREATE TEMP TABLE ring AS
SELECT row_number() OVER (ORDER BY c.n, t) AS k, c.n, c.phone, c.spam, c.category, m.account,
       (SELECT anchor FROM sample_setting)
           - interval '1 second' * floor(86400 * 75 * pg_temp.dice(c.n * 1000 + t, 50)) AS at,
       pg_temp.dice(c.n * 1000 + t, 51) < CASE WHEN c.category = 'wangiri' THEN 0.05 WHEN c.spam THEN 0.55 ELSE 0.8 END
           AS answered
  FROM caller c CROSS JOIN LATERAL generate_series(1, c.busy) t
  JOIN member m ON m.m = 1 + floor((SELECT count(*) FROM member) * pg_temp.dice(c.n * 1000 + t, 52));

INSERT INTO data.call (account, phone, inbound, answered, seconds, at)
SELECT account, phone, true, answered,
       CASE WHEN answered AND spam THEN 1 + (20 * pg_temp.dice(k, 53) ^ 2)::integer
            WHEN answered THEN 20 + (400 * pg_temp.dice(k, 53))::integer END, at
  FROM ring ORDER BY k;
DO $$ BEGIN RAISE NOTICE 'calls of unknown callers: %', (SELECT count(*) FROM data.call); END; $$;

INSERT INTO data.call (account, phone, inbound, answered, seconds, at)
SELECT owner, phone, inbound, answered, CASE WHEN answered THEN (600 * pg_temp.dice(id, 63) ^ 2)::integer END,
       (SELECT anchor FROM sample_setting) - interval '1 second' * floor(86400 * 60 * pg_temp.dice(id, 60))
  FROM (SELECT c.id, c.owner, c.phone, pg_temp.dice(c.id, 61) < 0.5 AS inbound, pg_temp.dice(c.id, 62) < 0.8 AS answered
          FROM data.contact c WHERE c.owner = :demo OR c.id % 2 = 0) c
 ORDER BY c.id;
INSERT INTO data.call (account, phone, inbound, answered, seconds, at)
SELECT :demo, c.phone, true, c.n % 2 = 0, CASE WHEN c.n % 2 = 0 THEN 6 END,
       (SELECT anchor FROM sample_setting) - interval '7 hours' * c.n
  FROM caller c WHERE c.n <= 12 ORDER BY c.n;
DO $$ BEGIN RAISE NOTICE 'calls: %', (SELECT count(*) FROM data.call); END; $$;

/* ---- reports: by some of those who were called; and some who say that it is not spam ---- */

INSERT INTO data.spam_report (reporter, phone, spam, category, comment, created)
SELECT account, phone, spam, CASE WHEN spam AND pg_temp.dice(k, 70) < 0.8 THEN category END,
       CASE WHEN spam AND pg_temp.dice(k, 71) < 0.1
            THEN pg_temp.pick(ARRAY['Asked for my card number', 'Hung up at once', 'Calls every day', 'Recorded voice',
                                    'Said that my account is blocked', 'Wanted me to install an app'], k, 72) END,
       least((SELECT anchor FROM sample_setting), at + interval '1 minute' * (60 * pg_temp.dice(k, 73)))
  FROM (SELECT DISTINCT ON (account, phone) * FROM ring ORDER BY account, phone, at) r
 WHERE pg_temp.dice(k, 74) < CASE WHEN spam THEN 0.4 ELSE 0.03 END
 ORDER BY k;
INSERT INTO data.spam_report (reporter, phone, spam, category, created)
SELECT :demo, c.phone, true, c.category, (SELECT anchor FROM sample_setting) - interval '7 hours' * c.n + interval '5 minutes'
  FROM caller c WHERE c.n <= 5 ORDER BY c.n;

INSERT INTO data.virtual_number (owner, phone, state)
VALUES (:demo, '+912233445566'::numsight.phone, 'active'), (:demo, '+911144556677'::numsight.phone, 'suspended');

/* ---- calls of the demo account as a switch tells them: with people of its book, some over a virtual number ---- */

SELECT cardinality(private.call_events_add(:demo, array_agg(e.event ORDER BY e.n, (e.event).told), array_agg('sample-' || e.n ORDER BY e.n, (e.event).told)))
  FROM (SELECT c.n, ROW (md5('sample ' || c.n || k.kind)::uuid, NULL, k.kind, CASE WHEN c.placed THEN c.own ELSE c.phone END,
                         CASE WHEN c.placed THEN c.phone ELSE c.own END, c.at + k.after, now(), now(),
                         CASE WHEN k.kind = 'DISCONNECT' AND NOT c.answered THEN 'no_answer' END, 0, 0)::data.call_event AS event
          FROM (SELECT row_number() OVER (ORDER BY b.id) AS n, b.phone, pg_temp.dice(b.id, 90) < 0.4 AS placed, pg_temp.dice(b.id, 91) < 0.7 AS answered,
                       CASE WHEN pg_temp.dice(b.id, 92) < 0.3 THEN '+912233445566'::numsight.phone ELSE a.phone END AS own,
                       (SELECT anchor FROM sample_setting) - interval '5 hours' * row_number() OVER (ORDER BY b.id) AS at,
                       interval '1 second' * floor(20 + 300 * pg_temp.dice(b.id, 93)) AS talk
                  FROM data.contact b JOIN data.account a ON a.id = b.owner WHERE b.owner = :demo ORDER BY b.id LIMIT 60) c
         CROSS JOIN LATERAL (VALUES ('INITIATE', interval '0', true), ('ANSWER', interval '8 seconds', c.answered),
                                    ('DISCONNECT', CASE WHEN c.answered THEN c.talk ELSE interval '25 seconds' END, true)) k (kind, after, happened)
         WHERE k.happened) e \g /dev/null

DO $$ BEGIN RAISE NOTICE 'reports: %', (SELECT count(*) FROM data.spam_report); END; $$;

:ranked;
ANALYZE data.entry, data.listing, data.account, data.contact, data.book, data.number, data.call, data.spam_report;
DO $$ BEGIN PERFORM private.publish(); RAISE NOTICE 'blocklist: %', (SELECT count(*) FROM data.blocklist); END; $$;
DO $$ BEGIN RAISE NOTICE 'directory: % entries', (SELECT count(*) FROM data.entry); END; $$;
DROP TABLE ring, caller, wish, member, person, wheel, culture, sample_setting;
