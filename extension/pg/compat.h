/*
 * compat.h: what differs between PostgreSQL 14 and 18
 *
 * Included by every file of pg/ behind PostgreSQL's own headers.
 */
#ifndef COMPAT_H
#define COMPAT_H

#include "fmgr.h"

#if PG_VERSION_NUM < 140000
#error "numsight needs PostgreSQL 14 or newer"
#endif

/* Since 16 what takes varlena values apart is not in postgres.h. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* Before 16 the symbols of a module are not marked; ours are hidden else. */
#if PG_VERSION_NUM < 160000
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#endif

/* Input functions report softly since 16; before that an error is an error. */
#if PG_VERSION_NUM < 160000
#define ereturn(context, dummy_value, ...) \
	do { \
		(void) (context); \
		ereport(ERROR, __VA_ARGS__); \
		return dummy_value; \
	} while (0)
#endif

/* Whether the caller owns a table: since 16 for objects of any kind. */
#if PG_VERSION_NUM >= 160000
#define compat_owns_table(table) \
	object_ownercheck(RelationRelationId, table, GetUserId())
#else
#define compat_owns_table(table) pg_class_ownercheck(table, GetUserId())
#endif

/* Since 18 waiting tells analyze from vacuum. */
#if PG_VERSION_NUM >= 180000
#define compat_vacuum_delay() vacuum_delay_point(false)
#else
#define compat_vacuum_delay() vacuum_delay_point()
#endif

/* A new page at the end of a fork, locked: since 16 one function. */
#if PG_VERSION_NUM >= 160000
#define compat_extend(relation, fork) \
	ExtendBufferedRel(BMR_REL(relation), fork, NULL, EB_LOCK_FIRST)
#else
#define compat_extend(relation, fork) \
	({ \
		bool		shared_ = !RELATION_IS_LOCAL(relation); \
		Buffer		buffer_; \
		if (shared_) \
			LockRelationForExtension(relation, ExclusiveLock); \
		buffer_ = ReadBufferExtended(relation, fork, P_NEW, RBM_NORMAL, NULL); \
		LockBuffer(buffer_, BUFFER_LOCK_EXCLUSIVE); \
		if (shared_) \
			UnlockRelationForExtension(relation, ExclusiveLock); \
		buffer_; \
	})
#endif

/* A scan of a plain index: since 18 it can be told what to count. */
#if PG_VERSION_NUM >= 180000
#define compat_index_beginscan(table, index, snapshot, keys) \
	index_beginscan(table, index, snapshot, NULL, keys, 0)
#else
#define compat_index_beginscan(table, index, snapshot, keys) \
	index_beginscan(table, index, snapshot, keys, 0)
#endif

/* The sequence of an identity column: since 17 of an open table. */
#if PG_VERSION_NUM >= 170000
#define compat_identity_sequence(table, column) \
	getIdentitySequence(table, column, false)
#else
#define compat_identity_sequence(table, column) \
	getIdentitySequence(RelationGetRelid(table), column, false)
#endif

/* To the leaf of a B-tree where a key belongs, locked to be written. */
#if PG_VERSION_NUM >= 170000
#define compat_btree_search(index, table, key, buffer) \
	_bt_search(index, table, key, buffer, BT_WRITE)
#elif PG_VERSION_NUM >= 160000
#define compat_btree_search(index, table, key, buffer) \
	_bt_search(index, table, key, buffer, BT_WRITE, NULL)
#else
#define compat_btree_search(index, table, key, buffer) \
	_bt_search(index, key, buffer, BT_WRITE, NULL)
#endif

/* A page of a B-tree that nothing leads to yet, locked to be written. */
#if PG_VERSION_NUM >= 160000
#define compat_btree_new_page(index, table) _bt_allocbuf(index, table)
#define compat_btree_finish_split(index, table, left, stack) \
	_bt_finish_split(index, table, left, stack)
#else
#define compat_btree_new_page(index, table) _bt_getbuf(index, P_NEW, BT_WRITE)
#define compat_btree_finish_split(index, table, left, stack) \
	_bt_finish_split(index, left, stack)
#endif

/* Enters a row into all indexes of its table; the list is nobody's. */
#if PG_VERSION_NUM >= 160000
#define compat_insert_index_tuples(result, slot, estate) \
	ExecInsertIndexTuples(result, slot, estate, false, false, NULL, NIL, false)
#else
#define compat_insert_index_tuples(result, slot, estate) \
	ExecInsertIndexTuples(result, slot, estate, false, false, NULL, NIL)
#endif

/*
 * What the delta of a page in a record of GenericXLog consists of, offset,
 * length and bytes of each piece, has been the same in 9.6 to 18. It is not
 * part of an interface, so that newer servers are left to make it themselves.
 */
#if PG_VERSION_NUM < 190000
#define COMPAT_GENERIC_DELTA
#endif

/* The next of sorted datums; before 16 it is the caller's copy. */
#if PG_VERSION_NUM >= 160000
#define compat_sorted_datum(sort, datum) \
	tuplesort_getdatum(sort, true, false, datum, &(bool) {false}, NULL)
#define compat_free_datum(datum) ((void) (datum))
#else
#define compat_sorted_datum(sort, datum) \
	tuplesort_getdatum(sort, true, datum, &(bool) {false}, NULL)
#define compat_free_datum(datum) pfree(DatumGetPointer(datum))
#endif

#endif
