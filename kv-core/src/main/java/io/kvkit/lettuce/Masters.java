package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.store.Key;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The known masters of a cluster and their slots. */
final class Masters {

    private final Function<Address, Link> opening;
    private final Map<Address, Master> all = new ConcurrentHashMap<>();
    private volatile Topology topology = new Topology(List.of());
    private volatile @Nullable Master[] owners = new @Nullable Master[Key.SLOTS];

    /** Creates an object without masters. The link to a master is opened when it becomes known. */
    Masters(Function<Address, Link> opening) {
        this.opening = opening;
    }

    /** Returns the master of a key; null if none is known. */
    @Nullable
    Master of(Key key) {
        return owners[key.slot()];
    }

    /** Returns the master at an address, and adds it if it is not known. */
    Master at(Address address) {
        return all.computeIfAbsent(address, to -> new Master(to, opening.apply(to)));
    }

    /** Records that a slot has moved, as a server reported. */
    void moved(int slot, Master master) {
        owners[slot] = master;
    }

    /** Applies a slot map, and returns the masters that no longer serve any slot. */
    List<Master> take(Topology view) {
        @Nullable Master[] next = new @Nullable Master[Key.SLOTS];
        view.ranges().forEach(range -> Arrays.fill(next, range.first(), range.last() + 1, at(range.master())));
        owners = next;
        topology = view;
        List<Master> left = all.values().stream()
                .filter(master -> !view.masters().contains(master.address()))
                .toList();
        left.forEach(master -> {
            all.remove(master.address(), master);
            master.leave();
        });
        return left;
    }

    Topology topology() {
        return topology;
    }

    /** Returns the links to all masters that serve slots; null while some slots have none. */
    @Nullable
    List<Link> serving() {
        return topology.slots() == Key.SLOTS ? known() : null;
    }

    /** Returns the links to all masters that serve slots, even if some slots have none. */
    List<Link> known() {
        return topology.masters().stream()
                .map(all::get)
                .filter(Objects::nonNull)
                .map(Master::link)
                .toList();
    }

    /** Returns all known masters, even those that serve no slot. */
    Collection<Master> all() {
        return all.values();
    }

    /** Returns the links to all known masters. */
    List<Link> links() {
        return all.values().stream().map(Master::link).toList();
    }

    /** Returns the open connections. */
    Map<Address, Session> connected() {
        Map<Address, Session> connected = new HashMap<>();
        all.forEach((address, master) -> {
            Session session = master.link().session();
            if (session != null) {
                connected.put(address, session);
            }
        });
        return connected;
    }

    /** Returns the host of a link; null if the link is no longer known. */
    @Nullable
    String hostOf(Link link) {
        return all.values().stream()
                .filter(master -> master.link() == link)
                .map(master -> master.address().host())
                .findAny()
                .orElse(null);
    }
}
