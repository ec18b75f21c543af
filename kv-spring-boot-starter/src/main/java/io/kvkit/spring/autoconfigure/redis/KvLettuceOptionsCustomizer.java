package io.kvkit.spring.autoconfigure.redis;

import io.lettuce.core.ClientOptions;

/**
 * Changes the options of kvkit's Lettuce client before it is created. kvkit calls beans of this type in their order,
 * after it has set its own options.
 *
 * <p>You cannot change reconnecting and the behaviour while disconnected, because the promises of the store depend on
 * them.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface KvLettuceOptionsCustomizer {

    /** Changes the options. */
    void customize(ClientOptions.Builder options);
}
