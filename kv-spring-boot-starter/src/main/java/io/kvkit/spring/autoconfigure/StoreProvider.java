package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.autoconfigure.KvProperties.FurtherStore;

/** Opens stores of one type. There is a bean of it for each {@link StoreType} whose library is on the class path. */
interface StoreProvider {

    /** The type of its stores. */
    StoreType type();

    /**
     * Opens the default store.
     *
     * @throws io.kvkit.spring.operation.KvPropertyException if it cannot be opened as configured
     */
    OpenStore openDefault(KvProperties properties);

    /**
     * Opens a store beside the default one.
     *
     * @param name the name of the store
     * @param properties what is set under {@code kv.stores} for it, and nothing else
     * @throws io.kvkit.spring.operation.KvPropertyException if it cannot be opened as configured
     */
    OpenStore open(String name, FurtherStore properties);
}
