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

/* A number from 1 to most; the usual one when the variable is not set. */
static bool
figure(const char *name, int64_t most, int64_t usual, int64_t *value)
{
	const char *text = variable(name, NULL);

	*value = usual;
	if (text == NULL ||
		(text_integer(slice_of(text), value) && *value >= 1 &&
		 *value <= most))
		return true;
	log_line("error", "not a number in its bounds", name);
	return false;
}

/*
 * One for two cores: of a request's CPU a worker has a quarter, and what comes
 * at once to the same worker shares a statement.
 */
static bool
config_workers(struct config *config)
{
	size_t		half = (cores() + 1) / 2;
	size_t		usual = half < WORKERS_MAX ? half : WORKERS_MAX;
	int64_t		count;

	if (!figure("NUMSIGHT_WORKERS", WORKERS_MAX, (int64_t) usual, &count))
		return false;
	config->workers = (size_t) count;
	return true;
}

/* Of the numbers that an account may see, so many misses are allowed. */
static bool
config_policy(struct config *config)
{
	struct limit_policy *policy = &config->policy;
	int64_t		minute;
	int64_t		day;
	int64_t		rate;
	int64_t		share;

	if (!figure("NUMSIGHT_BUDGET_MINUTE", LIMIT_DAY_MOST, 60, &minute) ||
		!figure("NUMSIGHT_BUDGET_DAY", LIMIT_DAY_MOST, 1000, &day) ||
		!figure("NUMSIGHT_RATE", 100000, 50, &rate) ||
		!figure("NUMSIGHT_BUDGET_NETWORK", 1000, 5, &share))
		return false;
	config->network_share = (uint32_t) share;
	*policy = (struct limit_policy) {
		.on = strcmp(variable("NUMSIGHT_BUDGET", "on"), "off") != 0,
		.rate = (uint32_t) rate,
		.burst = (uint32_t) rate * 2,
		.minute = (uint32_t) minute,
		.day = (uint32_t) day,
		.misses_minute = (uint32_t) (minute + 1) / 2,
		.misses_day = (uint32_t) (day * 3 + 9) / 10,
	};
	return true;
}

/* The same of a network, of whose accounts nobody knows the number. */
static struct limit_policy
network_policy(const struct config *config)
{
	struct limit_policy policy = config->policy;

	policy.rate = 0;
	policy.minute *= config->network_share;
	policy.day *= config->network_share;
	policy.misses_minute *= config->network_share;
	policy.misses_day *= config->network_share;
	return policy;
}

static bool
config_limits(struct config *config)
{
	struct limit_policy policy = network_policy(config);

	config->limit = limit_new(&config->policy);
	config->networks = limit_new(&policy);
	return !config->policy.on ||
		(config->limit != NULL && config->networks != NULL);
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
	if (!config_workers(config) || !config_policy(config) ||
		!config_keys(config))
		return false;
	config->router = router_new();
	config->shared = shared_new(cores());
	if (config->shared != NULL && config_limits(config))
		return true;
	log_line("error", "no shared memory", NULL);
	return false;
}

void
config_free(struct config *config)
{
	sodium_memzero(&config->keys, sizeof config->keys);
	if (config->router != NULL)
		router_free(config->router);
	if (config->shared != NULL)
		shared_free(config->shared);
	limit_free(config->limit);
	limit_free(config->networks);
}
