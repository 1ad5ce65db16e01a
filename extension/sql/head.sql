\echo Use "CREATE EXTENSION numsight" to load this file. \quit
