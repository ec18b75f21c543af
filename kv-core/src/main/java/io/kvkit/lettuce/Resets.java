package io.kvkit.lettuce;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends connections by a reset. Otherwise, commands in the buffers of this machine could reach the server after the
 * connection was given up, and could be carried out after acknowledged commands of the next connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
final class Resets implements NettyCustomizer {

    private final NettyCustomizer other;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    /** Adds resets to the customizer of an application. */
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

    /** Called when the store is closed, so that the last commands, such as the release of a lease, reach the server. */
    void stop() {
        open.forEach(Resets::endInOrder);
    }

    private static void endInOrder(Channel channel) {
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, -1);
        } catch (ChannelException e) {
            // The connection has ended.
        }
    }
}
