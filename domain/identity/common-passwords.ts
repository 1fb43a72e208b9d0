const setOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));

/**
 * Of the passwords that lists of the most used ones begin with, those that are long enough to pass for good ones; in small
 * letters. What is a common word with digits and signs behind it needs no line here: see `commonWords`.
 */
export const commonPasswords = setOf(`
  123456789012 1234567890123 12345678901234 123456789012345 1234567890123456 123456789abc 123456789abcd 123456789qwe 123456789qwer
  12345678900987654321 1234567890qw 1234567890qwe 1234567890qwerty 12345qwert12345 12345qwerty12345 123123123123 121212121212 112233445566
  11223344556677 111222333444 111222333444555 123321123321 123412341234 1234123412341234 123454321234 123456123456 123456654321
  123456abcdef 123456qwerty 123456qwertyu 1234567qwerty 12345678qwerty 123456789qwerty 123456asdfgh 123456zxcvbn 123654789123 147258369147
  147258369000 147852369147 159357159357 159753159753 159753456852 102030405060 100200300400 098765432109 0987654321098
  09876543211234567890 987654321012 987654321987 9876543210123 999888777666 999999999999 000000000000 111111111111 222222222222
  333333333333 555555555555 666666666666 777777777777 888888888888 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i 1q2w3e4r5t6y7u8i9o
  1q2w3e4r5t6y7u8i9o0p 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qaz2wsx3edc4rfv5tgb 1qazxsw23edc 1qazxsw23edcvfr4 1qaz1qaz1qaz 1qazxcvbnm12
  zaq12wsxcde3 zaq1xsw2cde3 zaq1zaq1zaq1 zaqwsxcderfv zaqxswcdevfr q1w2e3r4t5y6 q1w2e3r4t5y6u7 q1w2e3r4t5y6u7i8 qwe123qwe123 qwe123asd456
  qwe123asdzxc qweasdzxc123 qweasdzxcrfv qweasdzxc1234 qweasdzxcqwe qweqweqweqwe qweqwe123123 qwer1234asdf qwer1234qwer qwer1234tyui
  qwer4321asdf qwerasdfzxcv qwerasdfzxcv1234 qwert12345qwert qwert1234567 qwertasdfgzxcvb qwerty123456 qwerty1234567 qwerty12345678
  qwerty123456789 qwerty123qwerty qwerty654321 qwertyasdfgh qwertyasdfghzxcvbn qwertyqwerty qwertyqwerty123 qwertyuiop12 qwertyuiop123
  qwertyuiop1234 qwertyuiop12345 qwertyuiop123456 qwertyuiop123456789 qwertyuiopasdf qwertyuiopasdfgh qwertyuiopasdfghjkl
  qwertyuiopasdfghjklzxcvbnm qwertyuiop[] qwertyuiop[]asdfghjkl qwertzuiop12 qwertzuiop123 azertyuiop12 azertyuiop123 azertyuiopqsdf
  asdasdasdasd asdf1234asdf asdf1234qwer asdfasdfasdf asdfghjkl123 asdfghjkl1234 asdfghjkl12345 asdfghjkl123456 asdfghjklzxcvbnm
  asdfghjklqwertyuiop asdfqwerzxcv asdqwe123456 asdzxcqwe123 zxcvbnm12345 zxcvbnm123456 zxcvbnm1234567 zxcvbnmasdfg zxcvbnmasdfghjkl
  zxczxczxczxc zxcasdqwe123 poiuytrewq12 poiuytrewqlkjhgfdsa mnbvcxzlkjhgfdsapoiuytrewq mnbvcxz12345 lkjhgfdsa123 abc123abc123
  abc123456789 abc1234567890 abcabcabcabc abcd12345678 abcd1234abcd abcd1234efgh abcd123456789 abcde1234567 abcde12345fg abcdefg12345
  abcdefg1234567 abcdefgh1234 abcdefgh12345678 abcdefghijkl abcdefghijklm abcdefghijklmn abcdefghijklmnop abcdefghijklmnopqrstuvwxyz
  a1b2c3d4e5f6 a1b2c3d4e5f6g7 a123456789012 a12345678901 a1234567890a aa1234567890 aa12345678aa aaaaaaaaaaaa aaaaaa111111 aaa111222333
  aabbccddeeff aabbcc112233 q123456789012 w1234567890w z123456789012 abcd@1234567 abcd@12345678 abc@123456789 test@1234567 user@1234567
  india@1234567 qwe@12345678 asdf@1234567 passwordpassword password1password passw0rdpassw0rd mypassword12 mypassword123 mypassword1234
  mynewpassword newpassword1 newpassword12 newpassword123 oldpassword1 yourpassword thisismypassword thisisapassword thisispassword
  thisismypass nopassword12 nopassword123 passwordsucks strongpassword strongpassword1 securepassword securepassword1 secretpassword
  secretpassword1 temppassword temppassword1 temporarypassword defaultpassword defaultpassword1 adminpassword adminpassword1 userpassword
  userpassword1 rootpassword masterpassword testpassword testpassword1 changepassword changepassword1 changemeplease changemenow123
  pleasechangeme letmeinplease letmeinletmein letmein123456 letmeinnow123 administrator administrator1 administrator123 administrador
  adminadmin12 adminadmin123 adminadminadmin admin1234admin admin12345678 admin123456789 superadmin123 superadministrator superuser1234
  systemadmin12 sysadmin1234 webmaster1234 rootrootroot roottoor1234 toortoortoor manager12345 welcome12345 welcome123456 welcome1234567
  welcometohell welcometoindia welcomehome1 welcomeback1 welcomewelcome guestguest12 guest1234567 iloveyou1234 iloveyou12345
  iloveyou123456 iloveyou1314 iloveyou3000 iloveyou4ever iloveyouforever iloveyousomuch iloveyoubaby iloveyoujesus iloveyoualways
  iloveyouiloveyou iloveyoubabe ilovemyself1 ilovemymother ilovemyfamily ilovemymom123 ilovemylife1 ilovemywife12 ilovemydog123
  ilovemyindia ilovemyindia1 ilovejesus12 ilovejesus123 ilovechocolate ilovemusic12 ilovefootball iloveindia12 imissyou1234 iamthebest123
  iamtheboss123 iamawesome123 iamironman123 iamgroot1234 loveyouforever loveyoumore1 loveforever1 lovelovelove loveme123456
  trustno1trustno1 trustnoone12 trustnoone123 jesuschrist1 jesuschrist12 jesusislord1 jesusislord123 jesuslovesme jesuslovesyou
  jesussaves12 jesusisking1 godislove123 godisgood123 godisgreat12 godblessyou1 godblessme12 heavenlyfather inshallah123 mashallah123
  bismillah123 bismillah786 allahuakbar1 allahisgreat jaishreeram1 jaishreeram123 jaishriram12 jaishriram123 jaimatadi123 jaimatadi1234
  jaihanuman12 jaihanuman123 jaibajrangbali omnamahshivaya omnamahshivay omnamahshivaya1 omsairam1234 omsairam12345 omshanti1234
  harekrishna1 harekrishna108 hareramharekrishna radhekrishna radhekrishna1 radheradhe12 radheradhe123 radhasoami12 harharmahadev
  harharmahadev1 mahadev12345 jaimahadev12 mahakal12345 jaimahakal12 waheguru1234 waheguruji12 satnamwaheguru sairam123456 saibaba12345
  shreeganesh1 shriganesh12 jaiganesh123 ganpatibappa ganpatibappamorya swamisamarth1 lakshmi12345 saraswati123 vandemataram vandemataram1
  bharatmatakijai bharatmata12 jaihind12345 jaihind123456 incredibleindia indiaindia12 india1234567 indian123456 meramahaan12
  merabharatmahan hindustan1234 hindustan123 chakdeindia12 bengaluru123 bangalore123 bangalore1234 hyderabad123 hyderabad1234 maharashtra1
  maharashtra123 karnataka123 tamilnadu1234 gujarat12345 rajasthan123 newdelhi1234 delhi1234567 mumbai123456 mumbaiindians mumbaiindians1
  chennaisuperkings royalchallengers kolkata12345 chandigarh12 ahmedabad123 sachintendulkar viratkohli18 viratkohli123 mahendrasingh
  mahisingh123 msdhoni12345 cricketlover cricket12345 shahrukhkhan shahrukhkhan1 salmankhan12 salmankhan123 amitabhbachchan hrithikroshan
  baahubali123 dilwaledulhania manchesterunited manchester12 manchestercity liverpoolfc1 liverpoolfc123 youllneverwalkalone realmadrid12
  realmadrid123 realmadrid1234 barcelona123 barcelona1234 fcbarcelona1 fcbarcelona10 cristiano123 cristianoronaldo ronaldo12345
  lionelmessi10 messi1234567 chelseafc123 chelsea12345 arsenal12345 arsenalfc123 juventus1234 football1234 football12345 footballlover
  basketball12 basketball123 baseball1234 superman1234 superman12345 spiderman123 spiderman1234 batmanbatman batman123456 starwars1234
  starwars12345 harrypotter1 harrypotter123 pokemon12345 pokemon123456 minecraft123 minecraft1234 fortnite1234 dragonball12 dragonballz1
  dragonballz123 narutouzumaki naruto123456 onepiece1234 gameofthrones lordoftherings transformers avengers1234 ironman12345
  captainamerica metallica123 metallica1234 slipknot1234 linkinpark12 linkinpark123 backstreetboys justinbieber justinbieber1 blackpink123
  bangtanboys1 btsarmy12345 hellokitty12 hellokitty123 mickeymouse1 mickeymouse123 winniethepooh spongebob123 princess1234 princess12345
  babygirl1234 babygirl12345 butterfly123 butterfly1234 sunshine1234 sunshine12345 beautiful123 sweetheart12 sweetheart123 chocolate123
  chocolate1234 strawberry12 strawberry123 cheesecake12 buttercup123 blackberry12 friendship12 friendsforever bestfriend12 bestfriend123
  bestfriends1 bestfriends4ever happybirthday happybirthday1 happynewyear happynewyear1 merrychristmas christmas123 september123
  november1234 december1234 computer1234 computer12345 internet1234 internet12345 samsung12345 samsunggalaxy microsoft123 google123456
  facebook1234 facebook12345 whatsapp1234 instagram123 youtube12345 linkedin1234 windows12345 android12345 iphone123456 mercedesbenz
  volkswagen12 volkswagen123 lamborghini1 lamborghini123 harleydavidson royalenfield royalenfield350 mahindra1234 mahindrathar
  tatamotors12 marutisuzuki marutisuzuki1 hyundai12345 toyota123456 honda1234567 hondacity123 bajajpulsar1 herohonda123 servicecentre
  servicecenter servicecenter1 workshop1234 dealership12 correcthorsebatterystaple thequickbrownfox tobeornottobe todayisagoodday
  onetwothree123 onetwothreefour helloworld12 helloworld123 hello1234567 hellohello12 hellohellohello hakunamatata carpediem1234
  opensesame12 opensesame123 abracadabra1 abracadabra123 whatever1234 nothing12345 idontknow123 ihateyou1234 fuckyou12345 fuckyou123456
  motherfucker motherfucker1 asshole12345
`);

/** What people begin a password with and then put a year, a row of digits or a sign behind. In small letters. */
export const commonWords = setOf(`
  password passwort passw passwd pass passcode passphrase mypassword newpassword secret secretpassword topsecret admin administrator adminpassword
  superadmin sysadmin root toor user username guest test testing tester testpassword demo default changeme change letmein letmeinnow login logon
  welcome welcomehome welcomeback hello helloworld access master manager service servicecenter servicecentre workshop dealer dealership server
  system temp temporary temppass company office computer laptop internet qwerty qwertyuiop qwert azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm abc
  abcd abcde abcdef abcdefg abcdefgh abcxyz xyz iloveyou iloveu love loveyou lovely loveme forever sunshine princess angel babygirl baby
  sweetheart beautiful butterfly flower rainbow chocolate cookie banana apple orange monkey dragon tiger lion eagle falcon panther dolphin shadow
  hunter killer ninja samurai warrior superman batman spiderman ironman avengers starwars pokemon naruto matrix phoenix mustang ferrari porsche
  mercedes toyota honda hyundai maruti suzuki marutisuzuki tata tatamotors mahindra bajaj hero yamaha royalenfield kawasaki harley football
  soccer cricket baseball basketball hockey tennis chelsea arsenal liverpool barcelona realmadrid manchester juventus ronaldo messi kohli
  viratkohli dhoni msdhoni sachin tendulkar michael jennifer jessica jordan daniel charlie robert thomas andrew joshua matthew ashley michelle
  nicole amanda india indian bharat hindustan jaihind vandemataram mumbai delhi newdelhi bangalore bengaluru chennai kolkata hyderabad pune
  ahmedabad jaipur lucknow kerala karnataka maharashtra tamilnadu gujarat rajasthan punjab krishna radhakrishna harekrishna radhe radheradhe
  ganesh ganesha ganpati shiva mahadev mahakal hanuman bajrang shreeram jaishreeram jaishriram jaimatadi lakshmi laxmi saraswati durga sairam
  saibaba omsairam waheguru allah bismillah jesus christ jesuschrist god blessed faith trustno trustnoone spring summer autumn winter january
  february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday
  christmas diwali holi birthday happy smile lucky money family mother father mummy daddy friend friends bestfriend freedom whatever nothing
  samsung nokia google facebook whatsapp instagram youtube microsoft windows android iphone
`);
