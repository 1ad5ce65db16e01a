/* config.c: the configuration, from NUMSIGHT_* of the environment */
#include "config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "text.h"

#define WORKERS_MAX		(SHARED_WORKERS / 2)

static const char *
variable(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : otherwise;
}

static size_t
cores(void)
{
	long		count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (size_t) count : 1;
}

static bool
config_workers(struct config *config)
{
	const char *text = variable("NUMSIGHT_WORKERS", NULL);
	int64_t		count = 0;

	if (text == NULL)
	{
		config->workers = cores() < WORKERS_MAX ? cores() : WORKERS_MAX;
		return true;
	}
	if (!text_integer(slice_of(text), &count) || count < 1 ||
		count > WORKERS_MAX)
	{
		log_line("error", "NUMSIGHT_WORKERS is not a number from 1 to 64",
				 text);
		return false;
	}
	config->workers = (size_t) count;
	return true;
}

bool
config_keys(struct config *config)
{
	struct keys keys = config->keys;
	char		reason[PATH_MAX];

	if (config->keys_folder == NULL)
	{
		log_line("error", "NUMSIGHT_KEYS is not set", NULL);
		return false;
	}
	if (!keys_read(&keys, config->keys_folder, reason, sizeof reason))
	{
		log_line("error", "the signing keys are not usable", reason);
		return false;
	}
	config->keys = keys;
	return true;
}

bool
config_read(struct config *config)
{
	*config = (struct config) {
		.socket = variable("NUMSIGHT_SOCKET", NULL),
		.group = variable("NUMSIGHT_GROUP", NULL),
		.keys_folder = variable("NUMSIGHT_KEYS", NULL),
		.prepare = strcmp(variable("NUMSIGHT_PREPARE", "on"), "off") != 0,
	};
	config->keys.issuer = variable("NUMSIGHT_ISSUER", "numsight");
	config->keys.audience = variable("NUMSIGHT_AUDIENCE", "numsight");
	if (!config_workers(config) || !config_keys(config))
		return false;
	config->router = router_new();
	config->shared = shared_new(cores());
	if (config->shared == NULL)
		log_line("error", "no shared memory", NULL);
	return config->shared != NULL;
}

void
config_free(struct config *config)
{
	sodium_memzero(&config->keys, sizeof config->keys);
	if (config->router != NULL)
		router_free(config->router);
	if (config->shared != NULL)
		shared_free(config->shared);
}
