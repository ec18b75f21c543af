package io.kvkit.spring.autoconfigure.store;

/** Opens stores of one type. There is one bean for each {@link StoreProperties.Type} whose library is on the class path. */
interface StoreProvider {

    /** Returns the type of the stores. */
    StoreProperties.Type type();

    /**
     * Opens the default store.
     *
     * @throws io.kvkit.spring.KvPropertyException if it cannot be opened as configured
     */
    OpenStore openDefault(StoreProperties properties);

    /**
     * Opens a store in addition to the default one.
     *
     * @param name the name of the store
     * @param properties the properties under {@code kv.stores} for this name
     * @throws io.kvkit.spring.KvPropertyException if it cannot be opened as configured
     */
    OpenStore open(String name, StoreProperties properties);
}
