package io.kvkit.custom;

import io.kvkit.tck.KvStoreContract;
import io.kvkit.tck.StoreUnderTest;

/** A store that has nothing but the interface keeps the contract. */
class TreeMapKvStoreTest extends KvStoreContract {

    @Override
    protected StoreUnderTest open() {
        return CustomUnderTest.of(TreeMapKvStore::new);
    }
}
