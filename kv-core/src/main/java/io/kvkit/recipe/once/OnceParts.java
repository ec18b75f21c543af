package io.kvkit.recipe.once;

import io.kvkit.codec.Codec;
import io.kvkit.recipe.once.near.DoneRecords;
import io.kvkit.recipe.once.waiting.SharedWaits;

/**
 * What the guards of one recipe share.
 *
 * @param immediate whether the store is in this JVM
 * @param codec writes the results of steps
 * @param report receives what becomes of calls
 * @param near the records that answer calls without the store
 * @param waits the calls that wait for others
 * @param running the calls that run
 */
record OnceParts(
        boolean immediate, Codec codec, OnceReport report, DoneRecords near, SharedWaits waits, RunningCalls running) {}
