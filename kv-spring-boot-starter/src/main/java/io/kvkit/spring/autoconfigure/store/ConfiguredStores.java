package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.operation.AreaProperties;
import java.util.List;
import java.util.Map;

/**
 * The stores of an application, as its properties describe them.
 *
 * @param main the properties of the default store
 * @param further the properties of the other stores by name
 * @param areas the properties of the areas, which name their stores
 */
public record ConfiguredStores(
        StoreProperties main, Map<String, StoreProperties> further, List<AreaProperties<?>> areas) {}
