package io.kvkit.custom;

import io.kvkit.tck.KvStoreContract;
import io.kvkit.tck.StoreUnderTest;

/** A store that only reads and exchanges records keeps the contract. */
class MapKvStoreTest extends KvStoreContract {

    @Override
    protected StoreUnderTest open() {
        return CustomUnderTest.of(MapKvStore::new);
    }
}
