/*
 * name_variant_data.c: made by data/name/variants.mjs from variants.tsv and
 * titles.txt. Do not edit.
 */
#include "name_variant_data.h"

const int name_variant_words = 19;

const char *const name_variant_word[] = {
	"bill", "billy", "liam", "mahomet", "md", "mehmet", "mo", "mohamad",
	"mohamed", "mohammad", "mohammed", "mohd", "muhammad", "muhammed",
	"muhammet", "will", "william", "willie", "willy",
};

const uint16_t name_variant_start[] = {
	0, 6, 12, 18, 29, 40, 51, 62, 73, 84, 95, 106, 117, 128, 139, 150, 156, 162,
	168, 174,
};

const uint16_t name_variant_related[] = {
	65, 6, 10, 62, 70, 74, 65, 2, 10, 62, 70, 74, 65, 2, 6, 62, 70, 74, 16, 20,
	28, 32, 36, 40, 44, 48, 52, 56, 25, 12, 20, 28, 32, 36, 40, 44, 48, 52, 56,
	25, 12, 16, 28, 32, 36, 40, 44, 48, 52, 56, 25, 13, 17, 21, 29, 33, 37, 41,
	45, 49, 53, 57, 12, 16, 20, 32, 36, 40, 44, 48, 52, 56, 25, 12, 16, 20, 28,
	36, 40, 44, 48, 52, 56, 25, 12, 16, 20, 28, 32, 40, 44, 48, 52, 56, 25, 12,
	16, 20, 28, 32, 36, 44, 48, 52, 56, 25, 12, 16, 20, 28, 32, 36, 40, 48, 52,
	56, 25, 12, 16, 20, 28, 32, 36, 40, 44, 52, 56, 25, 12, 16, 20, 28, 32, 36,
	40, 44, 48, 56, 25, 12, 16, 20, 28, 32, 36, 40, 44, 48, 52, 25, 65, 2, 6,
	10, 70, 74, 1, 5, 9, 61, 69, 73, 65, 2, 6, 10, 62, 74, 65, 2, 6, 10, 62, 70,
};

const int name_titles = 79;

const char *const name_title[] = {
	"adv", "advocate", "auntie", "aunty", "bahen", "behen", "bhai", "bhaijaan",
	"bhaiya", "bhaiyya", "capt", "captain", "chacha", "chachi", "colonel",
	"didi", "doctor", "dr", "engr", "esq", "frau", "garu", "herr", "honourable",
	"ii", "iii", "iv", "janaab", "janab", "jee", "jenab", "ji", "jr", "junior",
	"lt", "madam", "madame", "maulana", "mba", "miss", "mlle", "mme", "molana",
	"monsieur", "moulana", "mr", "mrs", "ms", "mst", "mufti", "phd", "prof",
	"professor", "rev", "reverend", "saab", "sahab", "saheb", "sahib", "senior",
	"senor", "senora", "senorita", "shree", "shri", "shrimati", "sir", "smt",
	"sr", "sra", "sree", "sri", "srimati", "srta", "sushri", "thiru",
	"thirumathi", "tmt", "uncle",
};
