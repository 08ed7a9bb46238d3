#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace app {

// What the command line said.
struct command_options {
  std::string data_folder, place_folder, config_file, console_folder, maps_from, report_path;
  std::vector<std::string> settings;  // key=value
  std::string name, json;             // positional
  int port = -1;                      // -1: as configured
  bool no_tiles = false, watch = false;
  bool quiet = false;  // says its result; of the log only what is wrong, unless the configuration asks for more
  int speed = 60;
  int days = 0;
  std::uint64_t seed = 1;
  std::int64_t cases = 10'000;
  std::string kind, language = "zh";
};

// The subcommands; each returns the exit code and throws base::problem.
int command_import(const command_options& how);
int command_serve(const command_options& how);
int command_replay(const command_options& how);
int command_call(const command_options& how);
int command_accounts(const command_options& how);
int command_verify(const command_options& how);
int command_export(const command_options& how);
int command_config(const command_options& how);
int command_openapi(const command_options& how);
int command_catalogue(const command_options& how);
struct feed_options;  // feed.h
int command_feed(const feed_options& how);

}  // namespace app
