package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.store.StorePart;

/** A master of a cluster, as long as it is one, and the link to it. */
final class Master implements StorePart {

    private final Address address;
    private final Link link;
    private volatile boolean present = true;

    Master(Address address, Link link) {
        this.address = address;
        this.link = link;
    }

    Address address() {
        return address;
    }

    Link link() {
        return link;
    }

    /** Records that the master no longer holds keys. */
    void leave() {
        present = false;
    }

    @Override
    public boolean isPresent() {
        return present;
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
