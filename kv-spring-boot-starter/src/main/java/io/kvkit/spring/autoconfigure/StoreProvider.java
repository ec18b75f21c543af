package io.kvkit.spring.autoconfigure;

/** Opens stores of one type. There is a bean of it for each type that the class path allows. */
interface StoreProvider {

    /** The type of its stores. */
    StoreType type();

    /**
     * Opens a store beside the default one.
     *
     * @param name the name of the store
     * @param properties what is set under {@code kv.stores} for it, and nothing else
     * @throws io.kvkit.spring.operation.KvPropertyException if it cannot be opened as configured
     */
    OpenStore open(String name, StoreProperties properties);
}
