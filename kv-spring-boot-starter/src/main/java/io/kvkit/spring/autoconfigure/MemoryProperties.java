package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.attribute.ValueRules;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code kv.memory}.
 *
 * @param maxEntries how many entries of each recipe the memory store holds; when it is full, entries that can be computed again are dropped and others are refused
 */
record MemoryProperties(@DefaultValue("100000") int maxEntries) {

    void check(String name) {
        ValueRules.range(name + ".max-entries", maxEntries, 1, Integer.MAX_VALUE);
    }
}
