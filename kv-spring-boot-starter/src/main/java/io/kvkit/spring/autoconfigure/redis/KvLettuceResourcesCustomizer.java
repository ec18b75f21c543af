package io.kvkit.spring.autoconfigure.redis;

import io.lettuce.core.resource.ClientResources;

/**
 * Changes the resources (threads, name resolution, metrics) of kvkit's Lettuce client before it is created. kvkit calls
 * beans of this type in their order, after it has set its own.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface KvLettuceResourcesCustomizer {

    /** Changes the resources. */
    void customize(ClientResources.Builder resources);
}
