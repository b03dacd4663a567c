/** What a field of an Envoy object holds, as far as it is looked at; `other` are numbers and words. */
export type EnvoyFieldKind = "text" | "flag" | "list" | "mapping" | "duration" | "other";

type Kinds = Readonly<Partial<Record<EnvoyFieldKind, string>>>;

/** The fields of what an EnvoyFilter can be applied to, from envoyproxy/go-control-plane as Istio 1.31 has it. */
export const ENVOY_FIELDS: Readonly<Record<string, Kinds>> = {
  BOOTSTRAP: {
    text: "default_socket_interface flags_path header_prefix perf_tracing_file_path",
    flag: "enable_dispatcher_stats enable_worker_cpu_affinity stats_flush_on_admin use_tcp_for_dns_lookups",
    list: "bootstrap_extensions config_sources fatal_actions inline_headers node_context_params stats_sinks",
    mapping:
      "admin application_log_config certificate_provider_instances cluster_manager default_config_source default_regex_engine deferred_stat_options dns_resolution_config dynamic_resources grpc_async_client_manager_config hds_config layered_runtime listener_manager memory_allocator_manager node overload_manager static_resources stats_config tracing typed_dns_resolver_config watchdog watchdogs xds_config_tracker_extension xds_delegate_extension",
    duration: "stats_eviction_interval stats_flush_interval",
    other: "stats_server_version_override",
  },
  CLUSTER: {
    text: "alt_stat_name name",
    flag: "close_connections_on_host_health_failure connection_pool_per_downstream_connection ignore_health_on_host_removal respect_dns_ttl track_timeout_budgets use_tcp_for_dns_lookups",
    list: "dns_resolvers filters health_checks lrs_report_endpoint_metrics transport_socket_matches",
    mapping:
      "circuit_breakers cluster_type common_http_protocol_options common_lb_config dns_failure_refresh_rate dns_resolution_config eds_cluster_config http2_protocol_options http_protocol_options lb_subset_config least_request_lb_config load_assignment load_balancing_policy lrs_server maglev_lb_config metadata original_dst_lb_config outlier_detection preconnect_policy ring_hash_lb_config round_robin_lb_config track_cluster_stats transport_socket transport_socket_matcher typed_dns_resolver_config typed_extension_protocol_options upstream_bind_config upstream_config upstream_connection_options upstream_http_protocol_options",
    duration:
      "cleanup_interval connect_timeout dns_jitter dns_refresh_rate per_connection_buffer_high_watermark_timeout",
    other:
      "dns_lookup_family lb_policy max_requests_per_connection per_connection_buffer_limit_bytes protocol_selection type wait_for_warm_on_init",
  },
  EXTENSION_CONFIG: {
    text: "name",
    mapping: "typed_config",
  },
  FILTER_CHAIN: {
    text: "name",
    list: "filters",
    mapping: "filter_chain_match metadata transport_socket",
    duration: "transport_socket_connect_timeout",
    other: "use_proxy_proto",
  },
  HTTP_FILTER: {
    text: "name",
    flag: "disabled is_optional",
    mapping: "config_discovery typed_config",
  },
  HTTP_ROUTE: {
    text: "name stat_prefix",
    list: "request_headers_to_add request_headers_to_remove response_headers_to_add response_headers_to_remove",
    mapping:
      "decorator direct_response filter_action match metadata non_forwarding_action redirect route tracing typed_per_filter_config",
    other: "per_request_buffer_limit_bytes request_body_buffer_limit",
  },
  LISTENER: {
    text: "name stat_prefix",
    flag: "bypass_overload_manager continue_on_listener_filters_timeout enable_mptcp ignore_global_conn_limit reuse_port",
    list: "access_log additional_addresses filter_chains listener_filters socket_options",
    mapping:
      "address api_listener connection_balance_config default_filter_chain deprecated_v1 fcds_config filter_chain_matcher internal_listener metadata tcp_keepalive udp_listener_config",
    duration: "listener_filters_timeout per_connection_buffer_high_watermark_timeout",
    other:
      "bind_to_port drain_type enable_reuse_port freebind max_connections_to_accept_per_socket_event per_connection_buffer_limit_bytes tcp_backlog_size tcp_fast_open_queue_length traffic_direction transparent use_original_dst",
  },
  LISTENER_FILTER: {
    text: "name",
    mapping: "config_discovery filter_disabled typed_config",
  },
  NETWORK_FILTER: {
    text: "name",
    mapping: "config_discovery typed_config",
  },
  ROUTE_CONFIGURATION: {
    text: "name vhost_header",
    flag: "ignore_path_parameters_in_path_matching ignore_port_in_host_matching most_specific_header_mutations_wins",
    list: "cluster_specifier_plugins internal_only_headers request_headers_to_add request_headers_to_remove request_mirror_policies response_headers_to_add response_headers_to_remove virtual_hosts",
    mapping: "metadata typed_per_filter_config vhds",
    other: "max_direct_response_body_size_bytes validate_clusters",
  },
  VIRTUAL_HOST: {
    text: "name",
    flag: "include_attempt_count_in_response include_is_timeout_retry_header include_request_attempt_count",
    list: "domains rate_limits request_headers_to_add request_headers_to_remove request_mirror_policies response_headers_to_add response_headers_to_remove routes virtual_clusters",
    mapping:
      "cors hedge_policy matcher metadata retry_policy retry_policy_typed_config typed_per_filter_config",
    other: "per_request_buffer_limit_bytes request_body_buffer_limit require_tls",
  },
};
