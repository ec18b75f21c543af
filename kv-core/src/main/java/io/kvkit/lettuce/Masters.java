package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.store.Key;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The masters of a cluster that are known, and which of them serves which slots. */
final class Masters {

    private final Function<Address, Link> opening;
    private final Map<Address, Master> all = new ConcurrentHashMap<>();
    private volatile Topology topology = new Topology(List.of());
    private volatile @Nullable Master[] owners = new @Nullable Master[Key.SLOTS];

    /** No masters yet. What leads to each is opened when it becomes known. */
    Masters(Function<Address, Link> opening) {
        this.opening = opening;
    }

    /** The master of a key; null if none is known. */
    @Nullable
    Master of(Key key) {
        return owners[key.slot()];
    }

    /** The master at an address, which becomes known if it is not. */
    Master at(Address address) {
        return all.computeIfAbsent(address, to -> new Master(to, opening.apply(to)));
    }

    /** A slot has moved, as a server said. */
    void moved(int slot, Master master) {
        owners[slot] = master;
    }

    /** Takes over who serves what, and gives the masters that serve nothing any more. */
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

    /** The ways to all masters that serve slots; null while some slots have none. */
    @Nullable
    List<Link> serving() {
        return topology.slots() == Key.SLOTS ? known() : null;
    }

    /** The ways to all masters that serve slots, while some slots may have none. */
    List<Link> known() {
        return topology.masters().stream()
                .map(all::get)
                .filter(Objects::nonNull)
                .map(Master::link)
                .toList();
    }

    /** The ways to all masters that are known. */
    List<Link> links() {
        return all.values().stream().map(Master::link).toList();
    }

    /** The connections that are open. */
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

    /** The host that a link leads to; null if the link is not known any more. */
    @Nullable
    String hostOf(Link link) {
        return all.values().stream()
                .filter(master -> master.link() == link)
                .map(master -> master.address().host())
                .findAny()
                .orElse(null);
    }
}
