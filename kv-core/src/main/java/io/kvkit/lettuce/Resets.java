package io.kvkit.lettuce;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends connections by a reset. What was written and is still on its way in this machine would reach the server
 * otherwise after the connection was given up, and be carried out after what was acknowledged on the next one.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
final class Resets implements NettyCustomizer {

    private final NettyCustomizer other;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    /** Resets beside what an application sets. */
    Resets(NettyCustomizer other) {
        this.other = other;
    }

    @Override
    public void afterBootstrapInitialized(Bootstrap bootstrap) {
        bootstrap.option(ChannelOption.SO_LINGER, 0);
        other.afterBootstrapInitialized(bootstrap);
    }

    @Override
    public void afterChannelInitialized(Channel channel) {
        open.add(channel);
        channel.closeFuture().addListener(closed -> open.remove(channel));
        other.afterChannelInitialized(channel);
    }

    /** The store is closed: what was written last, as the release of a lease, is to reach the server. */
    void stop() {
        open.forEach(Resets::endInOrder);
    }

    private static void endInOrder(Channel channel) {
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, -1);
        } catch (ChannelException e) {
            // It has ended.
        }
    }
}
