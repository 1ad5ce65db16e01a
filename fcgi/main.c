/* main.c: the command line */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "master.h"
#include "password.h"

static const char usage[] =
	"usage: numsight-worker              serve FastCGI\n"
	"    --once METHOD PATH   answer one request, its body from stdin\n"
	"    --hash               argon2id of the password on stdin\n"
	"    --routes             the table of routes\n"
	"    --version\n";

static int
print_routes(void)
{
	struct buffer out = {0};

	route_print(&out);
	fwrite(out.data, 1, out.length, stdout);
	buffer_free(&out);
	return EXIT_SUCCESS;
}

/* The rules are for people who register; here a bad one only warns. */
static int
print_hash(void)
{
	char		password[PASSWORD_MOST + 2];
	char		hash[PASSWORD_HASH];
	size_t		length = fread(password, 1, sizeof password, stdin);
	const char *wrong;
	bool		good;

	if (length > 0 && password[length - 1] == '\n')
		length--;
	wrong = length > PASSWORD_MOST ? "The password is too long." :
		password_wrong((struct slice) {password, length});
	if (wrong != NULL)
		fprintf(stderr, "numsight-worker: %s\n", wrong);
	if (length == 0 || length > PASSWORD_MOST)
		return EXIT_FAILURE;
	good = password_hash(password, length, hash);
	sodium_memzero(password, sizeof password);
	if (good)
		puts(hash);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
serve(int count, char **argument)
{
	struct config config;
	int			status = EXIT_FAILURE;

	if (config_read(&config))
		status = count == 1 ? master_run(&config) :
			once_run(&config, argument[2], argument[3]);
	config_free(&config);
	return status;
}

int
main(int count, char **argument)
{
	if (sodium_init() < 0)
		return EXIT_FAILURE;
	if (count == 1 || (count == 4 && strcmp(argument[1], "--once") == 0))
		return serve(count, argument);
	if (count == 2 && strcmp(argument[1], "--hash") == 0)
		return print_hash();
	if (count == 2 && strcmp(argument[1], "--routes") == 0)
		return print_routes();
	if (count == 2 && strcmp(argument[1], "--version") == 0)
		return puts(NUMSIGHT_VERSION) < 0;
	fputs(usage, stderr);
	return 2;
}
