package io.kvkit.spring.autoconfigure;

import io.lettuce.core.resource.ClientResources;

/**
 * Changes the resources (threads, name resolution, metrics) of kvkit's Lettuce client before it is made. Beans of this
 * type are called in their order, last.
 */
@FunctionalInterface
public interface KvLettuceResourcesCustomizer {

    /** Changes the resources. */
    void customize(ClientResources.Builder resources);
}
