package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.operation.attribute.ValueRules;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code kv.memory}.
 *
 * @param maxEntries how many entries of each recipe the memory store holds; when it is full, entries that can be computed again are dropped and others are refused
 */
public record MemoryProperties(@DefaultValue("100000") int maxEntries) {

    /**
     * Checks the values of the properties.
     *
     * @param name the prefix of the properties
     * @throws io.kvkit.spring.KvPropertyException if a value is invalid; the message names the property
     */
    public void check(String name) {
        ValueRules.range(name + ".max-entries", maxEntries, 1, Integer.MAX_VALUE);
    }
}
