package io.kvkit.spring.autoconfigure;

import io.lettuce.core.ClientOptions;

/**
 * Changes the options of kvkit's Lettuce client before it is made. Beans of this type are called in their order, last.
 *
 * <p>Disconnected behaviour and reconnecting cannot be changed: the promises of the store rest on them.
 */
@FunctionalInterface
public interface KvLettuceOptionsCustomizer {

    /** Changes the options. */
    void customize(ClientOptions.Builder options);
}
